import * as api from "./api.js";

/** A bar's record as last seen, and how to change it. Watchers are told of every change, including those made elsewhere. */
export class BarRecord {
  #watchers = new Set();
  #changes = 0;

  /** @param session as the session API shows it; kept up to date in place */
  constructor(session) {
    this.session = session;
  }

  /** Tells a listener now, and after every change. */
  watch(listener) {
    this.#watchers.add(listener);
    listener(this.session);
  }

  /** Changes the bar by a merge patch; throws a Refusal. */
  async patch(patch) {
    this.changed(await api.patchBar(this.session.id, patch));
  }

  /** Takes the record that a change made here returned. */
  changed(record) {
    this.#changes++;
    Object.assign(this.session, record);
    this.#watchers.forEach((listener) => listener(this.session));
  }

  /** Looks whether somebody else changed it; throws a Refusal. */
  async refresh() {
    const before = this.#changes;
    const record = await api.polledBar(this.session.id);
    if (before === this.#changes && JSON.stringify(record) !== JSON.stringify(this.session)) {
      this.changed(record);
    }
  }

  /** A setting for a field of fields.js; `written` and `read` translate where the field has another unit than the setting. */
  setting(key, written = (value) => value, read = written) {
    return this.field(`settings.${key}`, ({ settings }) => read(settings[key]), (value) => ({ settings: { [key]: written(value) } }));
  }

  /**
   * Any part of the record for a field of fields.js.
   *
   * @param key under which the server's refusals speak of it
   * @param get takes it from a record
   * @param patch makes the merge patch that sets it
   */
  field(key, get, patch) {
    return {
      key,
      now: get(this.session),
      save: (value) => this.patch(patch(value)),
      watch: (listener) => this.watch((session) => listener(get(session))),
    };
  }
}
