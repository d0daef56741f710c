package io.posthouse.relay.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The spool's files: segments by number, and the cursor. Stateless but for the directory. */
record Segments(Path directory) {

  private static final String SUFFIX = ".seg";

  Path file(long number) {
    return directory.resolve(String.format(Locale.ROOT, "%016d%s", number, SUFFIX));
  }

  /** Numbers of the segments there are, in order. */
  List<Long> numbers() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("[0-9]{16}\\.seg"))
          .map(name -> Long.valueOf(name.substring(0, name.length() - SUFFIX.length())))
          .sorted()
          .toList();
    }
  }

  long size(long number) throws IOException {
    Path file = file(number);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  FileChannel create(long number) throws IOException {
    FileChannel file =
        FileChannel.open(file(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
      entry.force(true);
    }
    return file;
  }

  void delete(long number) throws IOException {
    Files.deleteIfExists(file(number));
  }

  /** How far was shipped; the start when nobody knows, which only ships again. */
  Place cursor() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("cursor")));
      if (bytes.remaining() != 20 || bytes.getInt(16) != checksum(bytes)) {
        return Place.START;
      }
      return new Place(bytes.getLong(0), bytes.getLong(8));
    } catch (IOException unknown) {
      return Place.START;
    }
  }

  void saveCursor(Place place) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    bytes.putLong(0, place.segment()).putLong(8, place.offset());
    bytes.putInt(16, checksum(bytes));
    Files.write(directory.resolve("cursor"), bytes.array());
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(16));
    return (int) crc.getValue();
  }
}
