import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the source files that calls pass through, from entry methods to classes where the way ends; run by deploy/house.
 * Arguments: entries and ends, each a list with commas between of {@code Class} or {@code Class#method}, then folders of class
 * files. An interface leads to everything that implements it. Constructors are wiring and not followed.
 */
class House {

  public static void main(String[] args) {
    var classes = new ClassFileImporter()
        .importPaths(Stream.of(args).skip(2).map(java.nio.file.Path::of).toList());
    var ends = List.of(args[1].split(","));
    var files = new TreeSet<String>();
    var seen = new HashSet<JavaCodeUnit>(entries(classes, List.of(args[0].split(","))));
    var open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      var unit = open.poll();
      files.add(file(unit.getOwner()));
      if (ends.contains(name(unit.getOwner()))) {
        continue;
      }
      for (var next : callees(unit)) {
        if (isOurs(next.getOwner()) && !next.isConstructor() && seen.add(next)) {
          open.add(next);
        }
      }
    }
    files.forEach(System.out::println);
  }

  private static Set<JavaCodeUnit> entries(JavaClasses classes, List<String> wanted) {
    var found = classes.stream()
        .filter(House::isOurs)
        .flatMap(each -> each.getCodeUnits().stream())
        .filter(unit -> wanted.contains(name(unit.getOwner()) + "#" + unit.getName())
            || (wanted.contains(name(unit.getOwner())) && !unit.isConstructor()))
        .collect(Collectors.toSet());
    for (var entry : wanted) {
      if (found.stream().noneMatch(unit -> entry.startsWith(name(unit.getOwner())))) {
        throw new IllegalArgumentException("there is no " + entry);
      }
    }
    return found;
  }

  private static Set<JavaCodeUnit> callees(JavaCodeUnit unit) {
    return Stream.of(unit.getCallsFromSelf(), unit.getMethodReferencesFromSelf())
        .flatMap(Set::stream)
        .map(access -> ((JavaAccess<?>) access).getTarget().resolveMember())
        .flatMap(member -> member.stream())
        .filter(JavaCodeUnit.class::isInstance)
        .map(JavaCodeUnit.class::cast)
        .flatMap(House::withOverrides)
        .collect(Collectors.toSet());
  }

  private static Stream<JavaCodeUnit> withOverrides(JavaCodeUnit unit) {
    var types = unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    return Stream.concat(
        Stream.of(unit),
        unit instanceof JavaMethod && isOurs(unit.getOwner())
            ? unit.getOwner().getAllSubclasses().stream()
                .flatMap(each -> each.tryGetMethod(unit.getName(), types).stream())
            : Stream.of());
  }

  private static boolean isOurs(JavaClass each) {
    return each.getPackageName().startsWith("dev.chatsway");
  }

  private static JavaClass top(JavaClass each) {
    return each.getEnclosingClass().map(House::top).orElse(each);
  }

  private static String name(JavaClass each) {
    return top(each).getSimpleName();
  }

  private static String file(JavaClass each) {
    return top(each).getName().replace('.', '/') + ".java";
  }
}
