{{/* The names and labels of all objects. */}}
{{- define "posthouse.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* An object's name: (dict "root" . "component" "auth"). */}}
{{- define "posthouse.name" -}}
{{- printf "%s-%s" (include "posthouse.fullname" .root) .component -}}
{{- end }}

{{/* What selects pods: no version in it, because it cannot be changed afterwards. */}}
{{- define "posthouse.selector" -}}
app.kubernetes.io/name: posthouse
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "posthouse.labels" -}}
{{ include "posthouse.selector" . }}
app.kubernetes.io/part-of: posthouse
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "posthouse.metadata" -}}
name: {{ include "posthouse.name" . }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "posthouse.labels" . | nindent 2 }}
{{- end }}

{{/* The service's name in Eureka and in image names. */}}
{{- define "posthouse.application" -}}
{{- if eq .component "discovery" }}discovery{{ else }}{{ .component }}-service{{ end -}}
{{- end }}

{{/* Ports as contracts.md lists them. The relay's `http` is its data path. */}}
{{- define "posthouse.port" -}}
{{- get (dict "gateway" 8080 "auth" 8081 "billing" 8082 "relay" 8083 "referral" 8085 "notification" 8086 "discovery" 8087) .component -}}
{{- end }}

{{/* The relay's actuator belongs to its operator port, 8084. */}}
{{- define "posthouse.managementPort" -}}
{{- if eq .component "relay" }}8184{{ else }}{{ add 100 (include "posthouse.port" . | int) }}{{ end -}}
{{- end }}

{{- define "posthouse.scheme" -}}
{{- ternary "https" "http" .Values.tls.enabled -}}
{{- end }}
