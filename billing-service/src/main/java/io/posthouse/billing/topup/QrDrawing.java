package io.posthouse.billing.topup;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code as an SVG path, one unit a module, without its quiet zone.
 *
 * @param size modules in a row
 * @param path what goes into {@code d}
 */
record QrDrawing(int size, String path) {

  /**
   * Draws a text.
   *
   * @throws WriterException if it is too long for a code
   */
  static QrDrawing of(String text) throws WriterException {
    ByteMatrix modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        if (modules.get(x, y) == 1) {
          path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
        }
      }
    }
    return new QrDrawing(modules.getWidth(), path.toString());
  }
}
