package io.posthouse.billing.payment.wechatpay;

import com.wechat.pay.java.core.cipher.PrivacyDecryptor;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.WechatPayException;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.billdownload.BillDownloadServiceExtension;
import com.wechat.pay.java.service.billdownload.DigestBillEntity;
import com.wechat.pay.java.service.billdownload.model.BillType;
import com.wechat.pay.java.service.billdownload.model.GetTradeBillRequest;
import com.wechat.pay.java.service.billdownload.model.TarType;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.billing.payment.StatementLine;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;

/** Fetches WeChat Pay's trade bills. */
final class WechatPayBills {

  private static final String WHAT = "fetching a bill";

  private final BillDownloadServiceExtension service;

  /**
   * @param decryptor for bills of kinds that are not asked for; the SDK wants one
   */
  WechatPayBills(HttpClient http, PrivacyDecryptor decryptor) {
    this.service =
        new BillDownloadServiceExtension.Builder().httpClient(http).decryptor(decryptor).build();
  }

  List<StatementLine> of(LocalDate day) {
    GetTradeBillRequest request = new GetTradeBillRequest();
    request.setBillDate(day.toString());
    request.setBillType(BillType.ALL);
    request.setTarType(TarType.GZIP);
    try {
      DigestBillEntity bill = service.getTradeBill(request);
      try (InputStream table = bill.getInputStream()) {
        byte[] whole = WechatPayBill.whole(table);
        if (!bill.verifyHash()) {
          throw new ProviderUnavailable(WechatPayProvider.NAME, WHAT, "not what was announced");
        }
        return WechatPayBill.read(whole);
      }
    } catch (ServiceException refused) {
      if ("NO_STATEMENT_EXIST".equals(refused.getErrorCode())) {
        return List.of();
      }
      throw WechatPayProvider.unavailable(WHAT, refused);
    } catch (WechatPayException failed) {
      throw WechatPayProvider.unavailable(WHAT, failed);
    } catch (IOException cut) {
      throw new ProviderUnavailable(WechatPayProvider.NAME, WHAT, cut.getClass().getSimpleName());
    }
  }
}
