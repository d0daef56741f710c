package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrDrawingTest {

  @Test
  void whatIsDrawnCanBeReadAgain() throws Exception {
    // Given
    String text = "weixin://wxpay/bizpayurl?pr=0193a8b2c4d57e6f8091a2b3c4d5e6f7";

    // When
    QrDrawing drawing = QrDrawing.of(text);

    // Then
    BitMatrix modules = new BitMatrix(drawing.size());
    Matcher one = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(drawing.path());
    while (one.find()) {
      modules.set(Integer.parseInt(one.group(1)), Integer.parseInt(one.group(2)));
    }
    assertThat(new Decoder().decode(modules).getText()).isEqualTo(text);
  }
}
