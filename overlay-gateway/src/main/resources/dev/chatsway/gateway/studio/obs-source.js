import { ObsError } from "./obs-websocket.js";

/** Codes of obs-websocket's RequestStatus. */
const NOT_FOUND = 600;
const KIND = "browser_source";

/**
 * Puts a Browser source into OBS, or gives the one of the same name another URL and size.
 *
 * @param obs an Obs that is connected
 * @param source {name, url, width, height}, in pixels
 * @param mayReplace asked with the URL of a source of this name that shows another page; resolves to whether to change it
 * @return {done, scene}: "created" in the current scene; "updated" there, or "elsewhere" if the current scene does not show it; "kept" as it was
 * @throws ObsError if OBS refuses; its problem is "no-scene" without a current scene, "other-kind" if the name is taken by something else
 */
export async function putSource(obs, { name, url, width, height }, mayReplace) {
  const scene = (await obs.request("GetCurrentProgramScene")).currentProgramSceneName;
  if (!scene) {
    throw new ObsError("no-scene");
  }
  const inputSettings = { url, width, height };
  const found = await orNothing(obs.request("GetInputSettings", { inputName: name }));
  if (!found) {
    await obs.request("CreateInput", { sceneName: scene, inputName: name, inputKind: KIND, inputSettings, sceneItemEnabled: true });
    return { done: "created", scene };
  }
  if (found.inputKind !== KIND) {
    throw new ObsError("other-kind");
  }
  const shown = found.inputSettings.url;
  if (shown && page(shown) !== page(url) && !(await mayReplace(shown))) {
    return { done: "kept", scene };
  }
  await obs.request("SetInputSettings", { inputName: name, inputSettings, overlay: true });
  const item = await orNothing(obs.request("GetSceneItemId", { sceneName: scene, sourceName: name }));
  return { done: item ? "updated" : "elsewhere", scene };
}

async function orNothing(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error.code === NOT_FOUND) {
      return null;
    }
    throw error;
  }
}

/** A URL without its query, which is the look alone. */
function page(url) {
  return url.split(/[?#]/)[0];
}
