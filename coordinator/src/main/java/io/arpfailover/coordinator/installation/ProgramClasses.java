package io.arpfailover.coordinator.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The classes that a program may load, found by name in the jars of its class path.
 *
 * @param names what the name of a class must match, all of it, with dots
 */
public record ProgramClasses(Pattern names) {
    private static final String CLASS = ".class";

    /**
     * Loads each, without initializing it.
     *
     * @return how many could be loaded; one that needs a library that is not there is left out
     */
    public int load() throws IOException {
        int loaded = 0;
        for (String element : System.getProperty("java.class.path").split(":", -1)) {
            if (element.endsWith(".jar") && Files.isReadable(Path.of(element))) {
                loaded += (int)
                        in(element).stream().filter(ProgramClasses::isLoaded).count();
            }
        }
        return loaded;
    }

    private List<String> in(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .filter(name -> names.matcher(name).matches())
                    .toList();
        }
    }

    private static boolean isLoaded(String name) {
        try {
            Class.forName(name, false, ProgramClasses.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError notHere) {
            return false;
        }
    }
}
