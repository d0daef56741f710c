{{/* The Eureka server holds nothing of its own. */}}
{{- define "posthouse.config.discovery" -}}
{{- end }}

{{- define "posthouse.secrets.discovery" -}}
{{- end }}
