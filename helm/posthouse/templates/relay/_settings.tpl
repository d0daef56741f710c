{{- define "posthouse.config.relay" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.config.service" . }}
{{ include "posthouse.config.database" . }}
POSTHOUSE_RELAY_PORT: {{ include "posthouse.port" . | quote }}
POSTHOUSE_RELAY_DRAIN: {{ sub $values.relay.terminationGracePeriodSeconds 60 }}s
POSTHOUSE_BODYLIMIT: {{ $values.business.bodyLimit | quote }}
POSTHOUSE_RELAY_BALANCEPOLICY: {{ $values.relay.balancePolicy | quote }}
POSTHOUSE_RELAY_SPOOL_DIRECTORY: /var/lib/posthouse/spool
POSTHOUSE_RELAY_SPOOL_LIMIT: {{ $values.relay.spool.limit | quote }}
POSTHOUSE_RELAY_SPOOL_SYNC: {{ $values.relay.spool.sync | quote }}
POSTHOUSE_RELAY_STARTHOLD: {{ $values.relay.startHold | quote }}
POSTHOUSE_RELAY_UPSTREAM_INITIALCONCURRENCY: {{ $values.relay.initialConcurrency | int64 | quote }}
{{- end }}

{{- define "posthouse.secrets.relay" -}}
{{- $values := .root.Values -}}
{{ include "posthouse.secrets.service" . }}
{{ include "posthouse.secrets.database" . }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_TRUST_CALLERSECRETS" $values.secrets.trust "caller-secrets") }}
{{ include "posthouse.secretEnv" (list "POSTHOUSE_ENCRYPTION_KEYSET" $values.secrets.encryption "relay") }}
{{- end }}
