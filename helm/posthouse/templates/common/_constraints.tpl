{{/* Combinations that cannot work. Each message says what to do. It renders nothing. */}}
{{- define "posthouse.constraints" -}}
{{- if eq .Values.environment "local" }}
{{- fail "environment: local (expected: production). The local stack is ./posthouse up; a deployed suite must not move its clock." }}
{{- end }}
{{- if .Values.relay.allowedPrivateHosts }}
{{- fail "relay.allowedPrivateHosts: set (expected: empty). A deployed relay must not reach private addresses as upstreams; give an upstream an egress proxy, which is exempt." }}
{{- end }}
{{- if and (or (gt (int .Values.gateway.replicas) 1) .Values.gateway.autoscaling.enabled) (not .Values.redis.host) }}
{{- fail "gateway: more than one replica without Redis. Rate limit and sessions are then shared through Redis: set redis.host, or gateway.replicas: 1 and gateway.autoscaling.enabled: false." }}
{{- end }}
{{- if and (eq .Values.kafka.securityProtocol "SASL_SSL") (not (and .Values.kafka.sasl.mechanism .Values.kafka.sasl.existingSecret)) }}
{{- fail "kafka.securityProtocol: SASL_SSL without kafka.sasl.mechanism and kafka.sasl.existingSecret. Set both." }}
{{- end }}
{{- if and .Values.tls.enabled (eq .Values.kafka.securityProtocol "PLAINTEXT") }}
{{- fail "kafka.securityProtocol: PLAINTEXT with tls.enabled (expected: SSL or SASL_SSL). Every leg is encrypted, or set tls.enabled: false where a mesh does it." }}
{{- end }}
{{- if lt (trimSuffix "h" .Values.business.priceChange.notice | int) 168 }}
{{- fail (printf "business.priceChange.notice: %s (expected: 168h or more). Customers are promised 7 days." .Values.business.priceChange.notice) }}
{{- end }}
{{- $required := list
  (list "publicUrl" .Values.publicUrl "the public endpoint's origin, such as https://api.example.com")
  (list "postgresql.host" .Values.postgresql.host "PostgreSQL's host")
  (list "kafka.bootstrapServers" .Values.kafka.bootstrapServers "Kafka's host:port")
  (list "keycloak.url" .Values.keycloak.url "Keycloak's address inside the cluster")
  (list "mail.host" .Values.mail.host "the SMTP server")
  (list "mail.from" .Values.mail.from "the sender's address")
  (list "business.exchangeRate.initialCnyPerUsd" .Values.business.exchangeRate.initialCnyPerUsd "CNY for one USD, such as \"7.10\"")
  (list "keycloak.existingSecret" .Values.keycloak.existingSecret "a Secret with the keys auth-service and gateway")
  (list "secrets.trust" .Values.secrets.trust "a Secret with the keys service-secrets and caller-secrets")
  (list "secrets.peppers" .Values.secrets.peppers "a Secret with the key peppers")
  (list "secrets.encryption" .Values.secrets.encryption "a Secret with the keys auth, billing, relay and notification")
  (list "auth.database.existingSecret" .Values.auth.database.existingSecret "a Secret with the keys username and password")
  (list "billing.database.existingSecret" .Values.billing.database.existingSecret "a Secret with the keys username and password")
  (list "billing.database.ownerSecret" .Values.billing.database.ownerSecret "a Secret with the keys username and password of the role that owns the tables")
  (list "relay.database.existingSecret" .Values.relay.database.existingSecret "a Secret with the keys username and password")
  (list "referral.database.existingSecret" .Values.referral.database.existingSecret "a Secret with the keys username and password")
  (list "notification.database.existingSecret" .Values.notification.database.existingSecret "a Secret with the keys username and password")
}}
{{- if .Values.tls.enabled }}
{{- $required = append $required (list "tls.trustStore.existingConfigMap" .Values.tls.trustStore.existingConfigMap "a ConfigMap with a PKCS #12 trust store") }}
{{- end }}
{{- with .Values.payments.stripe }}
{{- if .enabled }}
{{- $required = append $required (list "payments.stripe.existingSecret" .existingSecret "a Secret with the keys secret-key and webhook-secret") }}
{{- end }}
{{- end }}
{{- with .Values.payments.alipay }}
{{- if .enabled }}
{{- $required = append $required (list "payments.alipay.appId" .appId "the application's id") }}
{{- $required = append $required (list "payments.alipay.sellerId" .sellerId "the merchant's id") }}
{{- $required = append $required (list "payments.alipay.existingSecret" .existingSecret "a Secret with the keys private-key and alipay-public-key") }}
{{- end }}
{{- end }}
{{- with .Values.payments.wechatpay }}
{{- if .enabled }}
{{- $required = append $required (list "payments.wechatpay.appId" .appId "the application's id") }}
{{- $required = append $required (list "payments.wechatpay.merchantId" .merchantId "the merchant's number") }}
{{- $required = append $required (list "payments.wechatpay.merchantSerial" .merchantSerial "the merchant certificate's serial number") }}
{{- $required = append $required (list "payments.wechatpay.publicKeyId" .publicKeyId "which of WeChat Pay's public keys") }}
{{- $required = append $required (list "payments.wechatpay.existingSecret" .existingSecret "a Secret with the keys private-key, api-v3-key and public-key") }}
{{- end }}
{{- end }}
{{- $missing := list }}
{{- range $required }}
{{- if not (index . 1) }}
{{- $missing = append $missing (printf "%s (%s)" (index . 0) (index . 2)) }}
{{- end }}
{{- end }}
{{- if $missing }}
{{- fail (printf "missing values: %s. Set them; secrets are never values, only the names of Secrets." (join "; " $missing)) }}
{{- end }}
{{- range $component := list "gateway" "auth" "billing" "relay" "referral" "notification" "discovery" }}
{{- range (get $.Values $component).extraEnv }}
{{- if has .name (list "POSTHOUSE_RELAY_ALLOWEDPRIVATEHOSTS" "POSTHOUSE_CLOCK_OFFSETFILE" "POSTHOUSE_ENVIRONMENT" "POSTHOUSE_PAYMENT_SANDBOX_ENABLED") }}
{{- fail (printf "%s.extraEnv: %s is of the local stack alone. Remove it." $component .name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
