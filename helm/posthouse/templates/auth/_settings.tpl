{{- define "posthouse.config.auth" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.config.service" . }}
{{ include "posthouse.config.database" . }}
{{ include "posthouse.config.mail" . }}
POSTHOUSE_KEYCLOAK_URL: {{ $values.keycloak.url | quote }}
POSTHOUSE_KEYCLOAK_REALM: {{ $values.keycloak.realm | quote }}
POSTHOUSE_KEYCLOAK_CLIENTID: auth-service
POSTHOUSE_REGISTRATION_PERADDRESSPERHOUR: {{ $values.business.registrationsPerAddressPerHour | quote }}
{{- end }}

{{- define "posthouse.secrets.auth" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.secrets.service" . }}
{{ include "posthouse.secrets.database" . }}
{{- include "posthouse.secrets.mail" . }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_KEYCLOAK_CLIENTSECRET" $values.keycloak.existingSecret "auth-service") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_KEYS_PEPPERS" $values.secrets.peppers "peppers") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_ENCRYPTION_KEYSET" $values.secrets.encryption "auth") }}
{{- end }}
