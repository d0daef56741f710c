package io.posthouse.local;

import io.posthouse.local.home.DiskSpace;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import io.posthouse.local.stack.Progress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The command line of {@code ./posthouse}, which finds the JDK and builds the launcher first. */
public final class Main {

  private static final String USAGE =
      """
      usage: ./posthouse COMMAND
        up [--no-build]          build what is stale, start what does not run, make the demo data, send one metered call
        status                   the state of each part
        logs [PART]              a part's log, or the end of each
        down                     stop everything; the state stays
        reset                    stop everything and wipe the state
        env                      shell exports: eval "$(./posthouse env)"
        token customer|support|operator
        token EMAIL PASSWORD     a fresh access token
        clock [+8d|reset]        move the business clock forward, or back to real time
      POSTHOUSE_HOME moves the state (.posthouse), POSTHOUSE_PORT_BASE every port (8080).
      """;

  private Main() {}

  /**
   * Runs one command and ends the JVM: 0 when it did what it says, 1 when it could not, 2 when it
   * was not understood.
   */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    PrintStream out = new PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
    int status = run(List.of(args), environment, out, err);
    out.flush();
    Runtime.getRuntime().halt(status);
  }

  private static int run(
      List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      Path project =
          Path.of(System.getProperty("posthouse.project", ".")).toAbsolutePath().normalize();
      String folder = environment.getOrDefault("POSTHOUSE_HOME", "");
      Path called = Path.of(System.getProperty("posthouse.cwd", "."));
      Home home =
          new Home(
              folder.isBlank()
                  ? project.resolve(".posthouse")
                  : called.resolve(folder).toAbsolutePath().normalize(),
              project);
      Commands commands = new Commands(home, environment, new Progress(out), Clock.systemUTC());
      if (commands.run(args)) {
        return 0;
      }
      err.print(USAGE);
      return 2;
    } catch (StackException failed) {
      err.println("posthouse: " + failed.getMessage());
      return 1;
    } catch (InterruptedException stopped) {
      err.println("posthouse: stopped");
      return 1;
    } catch (RuntimeException failed) {
      if (DiskSpace.ranOut(failed)) {
        err.println("posthouse: the disk is full: " + Home.reason(failed));
      } else {
        err.println("posthouse: " + Home.reason(failed));
        failed.printStackTrace(err);
      }
      return 1;
    }
  }
}
