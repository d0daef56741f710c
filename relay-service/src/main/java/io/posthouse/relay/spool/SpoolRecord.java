package io.posthouse.relay.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record.
 *
 * @param seq its number within the epoch; 0 for all but {@code CLOSE} and {@code EPOCH}
 * @param call the call's id; empty for {@code EPOCH}
 */
record SpoolRecord(Type type, long epoch, long seq, String call, byte[] payload) {

  static final int MAGIC = 0x50485350;

  /** Magic, length and checksum. */
  static final int HEAD = 12;

  private static final byte[] NOTHING = {};
  private static final Type[] TYPES = Type.values();
  private static final int BODY_HEAD = 1 + 8 + 8 + 2;
  private static final int LARGEST = 4 * 1024 * 1024;

  /** More of it no reader would take. */
  static final int LARGEST_PAYLOAD = LARGEST - BODY_HEAD - 0xffff;

  /** What is said of a call. */
  enum Type {
    /** It was admitted. */
    OPEN(1),
    /** It has used so much up to now. */
    PROGRESS(2),
    /** It is over. */
    CLOSE(3),
    /** An epoch's last number; over, when there is a payload. */
    EPOCH(4);

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }

    static @Nullable Type of(int code) {
      for (Type type : TYPES) {
        if (type.code == code) {
          return type;
        }
      }
      return null;
    }

    byte code() {
      return code;
    }
  }

  /** An epoch's last number. */
  static SpoolRecord epoch(long epoch, long seq, boolean over) {
    return new SpoolRecord(Type.EPOCH, epoch, seq, "", over ? new byte[] {1} : new byte[0]);
  }

  /** How many bytes its frame has. */
  int frameLength() {
    return HEAD + BODY_HEAD + call.getBytes(StandardCharsets.UTF_8).length + payload.length;
  }

  /** Writes its frame. */
  void writeTo(ByteBuffer out) {
    byte[] id = call.getBytes(StandardCharsets.UTF_8);
    int length = BODY_HEAD + id.length + payload.length;
    out.putInt(MAGIC).putInt(length);
    int sum = out.position();
    out.putInt(0);
    int body = out.position();
    out.put(type.code()).putLong(epoch).putLong(seq).putShort((short) id.length);
    out.put(id).put(payload);
    out.putInt(sum, checksum(out.duplicate().position(body).limit(body + length)));
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * The record whose frame begins at the buffer's position, which then stands behind it.
   *
   * @return null, with the position unchanged, when no whole, undamaged frame stands there
   */
  static @Nullable SpoolRecord read(ByteBuffer in) {
    return read(in, EnumSet.allOf(Type.class));
  }

  /**
   * The same.
   *
   * @param wanted others come without their call and payload
   */
  static @Nullable SpoolRecord read(ByteBuffer in, Set<Type> wanted) {
    int length = bodyLength(in, in.position());
    if (length < 0 || in.remaining() < HEAD + length) {
      return null;
    }
    int body = in.position() + HEAD;
    ByteBuffer bytes = in.duplicate().position(body).limit(body + length);
    if (checksum(bytes.duplicate()) != in.getInt(in.position() + 8)) {
      return null;
    }
    Type type = Type.of(bytes.get());
    long epoch = bytes.getLong();
    long seq = bytes.getLong();
    int idLength = Short.toUnsignedInt(bytes.getShort());
    if (type == null || idLength > bytes.remaining()) {
      return null;
    }
    if (!wanted.contains(type)) {
      in.position(body + length);
      return new SpoolRecord(type, epoch, seq, "", NOTHING);
    }
    byte[] id = new byte[idLength];
    bytes.get(id);
    byte[] payload = new byte[bytes.remaining()];
    bytes.get(payload);
    in.position(body + length);
    return new SpoolRecord(type, epoch, seq, new String(id, StandardCharsets.UTF_8), payload);
  }

  /** The length of the body whose frame may begin there; below zero when none can. */
  static int bodyLength(ByteBuffer in, int at) {
    if (in.limit() - at < HEAD || in.getInt(at) != MAGIC) {
      return -1;
    }
    int length = in.getInt(at + 4);
    return length < BODY_HEAD || length > LARGEST ? -1 : length;
  }
}
