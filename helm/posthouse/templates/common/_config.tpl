{{/* Settings that every service has. As environment variables, by Spring's relaxed binding. */}}
{{- define "posthouse.config.common" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $port := include "posthouse.port" . -}}
POSTHOUSE_ENVIRONMENT: {{ $values.environment | quote }}
SERVER_PORT: {{ ternary "8084" $port (eq .component "relay") | quote }}
MANAGEMENT_SERVER_PORT: {{ include "posthouse.managementPort" . | quote }}
{{- with dig "terminationGracePeriodSeconds" 0 (get $values .component) | int }}
SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE: {{ sub . 30 }}s
{{- end }}
EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: {{ printf "%s://%s:8087/eureka/" (include "posthouse.scheme" $root) (include "posthouse.name" (dict "root" $root "component" "discovery")) | quote }}
{{- if ne .component "discovery" }}
# Instances are found by the name that their certificate carries, not by the pod's address.
EUREKA_INSTANCE_PREFERIPADDRESS: "false"
{{- if ne .component "relay" }}
EUREKA_INSTANCE_HOSTNAME: {{ include "posthouse.name" . | quote }}
{{- end }}
{{- end }}
{{- if $values.tls.enabled }}
SERVER_SSL_BUNDLE: posthouse
MANAGEMENT_SERVER_SSL_BUNDLE: posthouse
SPRING_SSL_BUNDLE_PEM_POSTHOUSE_KEYSTORE_CERTIFICATE: /etc/posthouse/tls/tls.crt
SPRING_SSL_BUNDLE_PEM_POSTHOUSE_KEYSTORE_PRIVATEKEY: /etc/posthouse/tls/tls.key
SPRING_SSL_BUNDLE_PEM_POSTHOUSE_OPTIONS_ENABLEDPROTOCOLS: TLSv1.3
SPRING_SSL_BUNDLE_PEM_POSTHOUSE_RELOADONUPDATE: "true"
{{- if ne .component "discovery" }}
EUREKA_INSTANCE_NONSECUREPORTENABLED: "false"
EUREKA_INSTANCE_SECUREPORTENABLED: "true"
EUREKA_INSTANCE_SECUREPORT: {{ $port | quote }}
{{- end }}
{{- end }}
{{- with $values.tracing.endpoint }}
MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT: {{ . | quote }}
{{- end }}
JAVA_TOOL_OPTIONS: {{ include "posthouse.javaOptions" . | quote }}
{{- end }}

{{/* No heap dumps: one could hold a body (P04). */}}
{{- define "posthouse.javaOptions" -}}
{{- $values := .root.Values -}}
-XX:MaxRAMPercentage=70 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError
{{- if $values.tls.enabled }} -Djavax.net.ssl.trustStore=/etc/posthouse/trust/{{ $values.tls.trustStore.key }} -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword={{ $values.tls.trustStore.password }} -Djdk.tls.client.protocols=TLSv1.3{{ end }}
{{- with $values.pod.javaOptions }} {{ . }}{{ end }}
{{- end }}

{{/* The six services: Kafka, people's tokens, the public address. */}}
{{- define "posthouse.config.service" -}}
{{- $values := .root.Values -}}
POSTHOUSE_PUBLICURL: {{ $values.publicUrl | quote }}
POSTHOUSE_IDENTITY_ISSUER: {{ printf "%s/realms/%s" $values.publicUrl $values.keycloak.realm | quote }}
POSTHOUSE_IDENTITY_JWKSETURI: {{ printf "%s/realms/%s/protocol/openid-connect/certs" $values.keycloak.url $values.keycloak.realm | quote }}
SPRING_KAFKA_BOOTSTRAPSERVERS: {{ $values.kafka.bootstrapServers | quote }}
SPRING_KAFKA_SECURITY_PROTOCOL: {{ $values.kafka.securityProtocol | quote }}
{{- with $values.kafka.sasl.mechanism }}
SPRING_KAFKA_PROPERTIES_SASL_MECHANISM: {{ . | quote }}
{{- end }}
{{- end }}

{{/* A service with a database of its own. */}}
{{- define "posthouse.config.database" -}}
{{- $values := .root.Values -}}
{{- $database := (get $values .component).database.name -}}
SPRING_DATASOURCE_URL: {{ printf "jdbc:postgresql://%s:%v/%s?sslmode=%s%s" $values.postgresql.host $values.postgresql.port $database $values.postgresql.sslMode (ternary "" "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" (eq $values.postgresql.sslMode "disable")) | quote }}
{{- end }}

{{/* Terms of top-ups: billing applies them, the gateway tells them. */}}
{{- define "posthouse.config.terms" -}}
{{- $business := .root.Values.business -}}
POSTHOUSE_TOPUP_MINIMUM: {{ $business.topUp.minimum | quote }}
POSTHOUSE_TOPUP_MAXIMUM: {{ $business.topUp.maximum | quote }}
POSTHOUSE_REFUNDPOLICY: {{ $business.refundPolicy | quote }}
{{- end }}

{{- define "posthouse.config.mail" -}}
{{- $values := .root.Values -}}
SPRING_MAIL_HOST: {{ $values.mail.host | quote }}
SPRING_MAIL_PORT: {{ $values.mail.port | quote }}
POSTHOUSE_MAIL_FROM: {{ $values.mail.from | quote }}
POSTHOUSE_BRAND_NAME: {{ $values.site.brand | quote }}
{{- if $values.mail.existingSecret }}
SPRING_MAIL_PROPERTIES_MAIL_SMTP_AUTH: "true"
{{- end }}
{{- if $values.tls.enabled }}
{{- if eq (int $values.mail.port) 465 }}
SPRING_MAIL_PROPERTIES_MAIL_SMTP_SSL_ENABLE: "true"
{{- else }}
SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_ENABLE: "true"
SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_REQUIRED: "true"
{{- end }}
{{- end }}
{{- end }}

{{/* One variable from a Secret: (list NAME secret key). */}}
{{- define "posthouse.secretEnv" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end }}

{{/* What every one of the six services takes from Secrets. */}}
{{- define "posthouse.secrets.service" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_TRUST_SERVICESECRETS" $values.secrets.trust "service-secrets") }}
{{- if $values.kafka.sasl.existingSecret }}
{{ include "posthouse.secretEnv" (list "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG" $values.kafka.sasl.existingSecret "jaas-config") }}
{{- end }}
{{- end }}

{{- define "posthouse.secrets.database" -}}
{{- $database := (get .root.Values .component).database -}}
{{ include "posthouse.secretEnv" (list "SPRING_DATASOURCE_USERNAME" $database.existingSecret "username") }}
{{ include "posthouse.secretEnv" (list "SPRING_DATASOURCE_PASSWORD" $database.existingSecret "password") }}
{{- end }}

{{- define "posthouse.secrets.mail" -}}
{{- with .root.Values.mail.existingSecret }}
{{ include "posthouse.secretEnv" (list "SPRING_MAIL_USERNAME" . "username") }}
{{ include "posthouse.secretEnv" (list "SPRING_MAIL_PASSWORD" . "password") }}
{{- end }}
{{- end }}
