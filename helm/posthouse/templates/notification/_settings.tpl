{{- define "posthouse.config.notification" -}}
{{- $change := .root.Values.business.priceChange -}}
{{ include "posthouse.config.service" . }}
{{ include "posthouse.config.database" . }}
{{ include "posthouse.config.mail" . }}
POSTHOUSE_PRICECHANGE_NOTICE: {{ $change.notice | quote }}
POSTHOUSE_PRICECHANGE_SECONDPERSON: {{ $change.secondPerson | quote }}
{{- end }}

{{- define "posthouse.secrets.notification" -}}
{{ include "posthouse.secrets.service" . }}
{{ include "posthouse.secrets.database" . }}
{{- include "posthouse.secrets.mail" . }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_ENCRYPTION_KEYSET" .root.Values.secrets.encryption "notification") }}
{{- end }}
