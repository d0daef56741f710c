{{- define "posthouse.config.billing" -}}
{{- $business := .root.Values.business -}}
{{ include "posthouse.config.service" . }}
{{ include "posthouse.config.database" . }}
{{ include "posthouse.config.terms" . }}
POSTHOUSE_RELAY_LEASE_VALIDITY: {{ .root.Values.relay.leaseValidity | quote }}
POSTHOUSE_PRICECHANGE_NOTICE: {{ $business.priceChange.notice | quote }}
POSTHOUSE_EXCHANGERATE_INITIALCNYPERUSD: {{ $business.exchangeRate.initialCnyPerUsd | quote }}
{{- with $business.exchangeRate.feedUrl }}
POSTHOUSE_EXCHANGERATE_FEEDURL: {{ . | quote }}
{{- end }}
{{- $payments := .root.Values.payments }}
{{- if $payments.stripe.enabled }}
POSTHOUSE_PAYMENT_STRIPE_ENABLED: "true"
{{- end }}
{{- with $payments.alipay }}
{{- if .enabled }}
POSTHOUSE_PAYMENT_ALIPAY_ENABLED: "true"
POSTHOUSE_PAYMENT_ALIPAY_APPID: {{ .appId | quote }}
POSTHOUSE_PAYMENT_ALIPAY_SELLERID: {{ .sellerId | quote }}
{{- end }}
{{- end }}
{{- with $payments.wechatpay }}
{{- if .enabled }}
POSTHOUSE_PAYMENT_WECHATPAY_ENABLED: "true"
POSTHOUSE_PAYMENT_WECHATPAY_APPID: {{ .appId | quote }}
POSTHOUSE_PAYMENT_WECHATPAY_MERCHANTID: {{ .merchantId | quote }}
POSTHOUSE_PAYMENT_WECHATPAY_MERCHANTSERIAL: {{ .merchantSerial | quote }}
POSTHOUSE_PAYMENT_WECHATPAY_PUBLICKEYID: {{ .publicKeyId | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Two roles: the owner migrates, the application cannot change the ledger's rows. */}}
{{- define "posthouse.secrets.billing" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.secrets.service" . }}
{{ include "posthouse.secrets.database" . }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_BILLING_APPLICATIONROLE" $values.billing.database.existingSecret "username") }}
{{ include "posthouse.secretEnv" (list "SPRING_FLYWAY_USER" $values.billing.database.ownerSecret "username") }}
{{ include "posthouse.secretEnv" (list "SPRING_FLYWAY_PASSWORD" $values.billing.database.ownerSecret "password") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_TRUST_CALLERSECRETS" $values.secrets.trust "caller-secrets") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_ENCRYPTION_KEYSET" $values.secrets.encryption "billing") }}
{{- if $values.secrets.receipts }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_RECEIPTS_SIGNINGKEY" $values.secrets.receipts "signing-key") }}
{{- end }}
{{- with $values.payments.stripe }}
{{- if .enabled }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_PAYMENT_STRIPE_SECRETKEY" .existingSecret "secret-key") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_PAYMENT_STRIPE_WEBHOOKSECRET" .existingSecret "webhook-secret") }}
{{- end }}
{{- end }}
{{- with $values.payments.alipay }}
{{- if .enabled }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_PAYMENT_ALIPAY_PRIVATEKEY" .existingSecret "private-key") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_PAYMENT_ALIPAY_ALIPAYPUBLICKEY" .existingSecret "alipay-public-key") }}
{{- end }}
{{- end }}
{{- with $values.payments.wechatpay }}
{{- if .enabled }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_PAYMENT_WECHATPAY_PRIVATEKEY" .existingSecret "private-key") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_PAYMENT_WECHATPAY_APIV3KEY" .existingSecret "api-v3-key") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_PAYMENT_WECHATPAY_PUBLICKEY" .existingSecret "public-key") }}
{{- end }}
{{- end }}
{{- end }}
