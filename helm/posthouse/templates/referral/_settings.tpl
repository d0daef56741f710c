{{- define "posthouse.config.referral" -}}
{{ include "posthouse.config.service" . }}
{{ include "posthouse.config.database" . }}
POSTHOUSE_REFERRAL_HOLD: {{ .root.Values.business.referralHold | quote }}
{{- end }}

{{- define "posthouse.secrets.referral" -}}
{{ include "posthouse.secrets.service" . }}
{{ include "posthouse.secrets.database" . }}
{{- end }}
