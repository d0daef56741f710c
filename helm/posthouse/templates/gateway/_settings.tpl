{{- define "posthouse.config.gateway" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.config.service" . }}
POSTHOUSE_KEYCLOAK_URL: {{ $values.keycloak.url | quote }}
POSTHOUSE_GATEWAY_OIDC_CLIENTID: gateway
{{- with $values.ingress.trustedProxies }}
POSTHOUSE_GATEWAY_TRUSTEDPROXIES: {{ join "," . | quote }}
{{- end }}
POSTHOUSE_SITE_BRAND: {{ $values.site.brand | quote }}
{{- with $values.site.email }}
POSTHOUSE_SITE_EMAIL: {{ . | quote }}
{{- end }}
{{- with $values.site.telegram }}
POSTHOUSE_SITE_TELEGRAM: {{ . | quote }}
{{- end }}
{{ include "posthouse.config.terms" . }}
POSTHOUSE_BODYLIMIT: {{ $values.business.bodyLimit | quote }}
POSTHOUSE_RATELIMIT_REQUESTSPERMINUTE: {{ $values.business.rateLimit.requestsPerMinute | int64 | quote }}
POSTHOUSE_RATELIMIT_CONCURRENTCALLS: {{ $values.business.rateLimit.concurrentCalls | int64 | quote }}
POSTHOUSE_RATELIMIT_TOKENSPERMINUTE: {{ $values.business.rateLimit.tokensPerMinute | int64 | quote }}
{{- if $values.redis.host }}
POSTHOUSE_RATELIMIT_STORE: redis
SPRING_DATA_REDIS_HOST: {{ $values.redis.host | quote }}
SPRING_DATA_REDIS_PORT: {{ $values.redis.port | quote }}
SPRING_DATA_REDIS_SSL_ENABLED: {{ $values.redis.tls | quote }}
{{- else }}
POSTHOUSE_RATELIMIT_STORE: memory
{{- end }}
{{- end }}

{{- define "posthouse.secrets.gateway" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.secrets.service" . }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_TRUST_CALLERSECRETS" $values.secrets.trust "caller-secrets") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_KEYS_PEPPERS" $values.secrets.peppers "peppers") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_GATEWAY_OIDC_CLIENTSECRET" $values.keycloak.existingSecret "gateway") }}
{{- if $values.redis.existingSecret }}
{{ include "posthouse.secretEnv" (list "SPRING_DATA_REDIS_PASSWORD" $values.redis.existingSecret "password") }}
{{- end }}
{{- end }}
