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
{{- end }}
