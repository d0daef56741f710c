package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** nginx as a reverse proxy: one worker, no log, connections kept alive on both sides. */
final class NginxServer implements Server {

  private final Process process;
  private final int port;

  /**
   * Starts it.
   *
   * @param upstream the mock's port
   * @throws IllegalStateException when it is not installed or does not start
   */
  NginxServer(Path folder, int upstream) {
    port = FreePort.next();
    try {
      Path settings = folder.resolve("nginx.conf");
      Files.writeString(settings, settings(folder, upstream, port));
      process =
          new ProcessBuilder("nginx", "-p", folder.toString(), "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("nginx.out").toFile())
              .start();
    } catch (IOException missing) {
      throw new IllegalStateException(
          "nginx cannot be started (Debian: apt-get install nginx): " + missing.getMessage(),
          missing);
    }
    FreePort.awaitOpen(port, process);
  }

  /** Its worker is who we are: bodies too large for its memory go into our folder. */
  private static String settings(Path folder, int upstream, int port) {
    return """
    daemon off;
    user %4$s;
    worker_processes 1;
    pid %1$s/nginx.pid;
    error_log %1$s/error.log crit;
    worker_rlimit_nofile 65536;
    events { worker_connections 16384; }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      client_max_body_size 64m;
      client_body_buffer_size 128k;
      keepalive_requests 1000000000;
      keepalive_timeout 1h;
      upstream model { server 127.0.0.1:%2$d; keepalive 512; keepalive_requests 1000000000; }
      server {
        listen 127.0.0.1:%3$d backlog=4096;
        location / {
          proxy_pass http://model;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
          proxy_read_timeout 1h;
        }
      }
    }
    """
        .formatted(folder, upstream, port, System.getProperty("user.name"));
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ProcessUse use() {
    return ProcessUse.ofTree(process.toHandle());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
