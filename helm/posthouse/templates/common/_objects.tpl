{{/* The objects that every component has. Each takes (dict "root" . "component" "auth"). */}}
{{- define "posthouse.configmap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "posthouse.metadata" . | nindent 2 }}
data:
  {{- include "posthouse.config.common" . | nindent 2 }}
  {{- include (printf "posthouse.config.%s" .component) . | nindent 2 }}
{{- end }}

{{- define "posthouse.serviceaccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "posthouse.metadata" . | nindent 2 }}
automountServiceAccountToken: false
{{- end }}

{{- define "posthouse.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "posthouse.metadata" . | nindent 2 }}
spec:
  {{- if eq .component "relay" }}
  # Headless: each pod has a name of its own, because each is a node of its own.
  clusterIP: None
  {{- else }}
  type: ClusterIP
  {{- end }}
  selector:
    {{- include "posthouse.selector" . | nindent 4 }}
  ports:
    {{- include "posthouse.servicePorts" . | nindent 4 }}
{{- end }}

{{- define "posthouse.servicePorts" -}}
- name: http
  port: {{ include "posthouse.port" . }}
  targetPort: http
  appProtocol: {{ include "posthouse.scheme" .root }}
{{- if eq .component "relay" }}
- name: operator
  port: 8084
  targetPort: operator
  appProtocol: {{ include "posthouse.scheme" .root }}
{{- end }}
{{- end }}

{{- define "posthouse.deployment" -}}
{{- $own := get .root.Values .component -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "posthouse.metadata" . | nindent 2 }}
spec:
  {{- if eq .component "discovery" }}
  # One: services keep the last registry they saw, so its restart interrupts no call.
  replicas: 1
  {{- else if not $own.autoscaling.enabled }}
  replicas: {{ $own.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "posthouse.selector" . | nindent 6 }}
  template:
    {{- include "posthouse.pod" . | nindent 4 }}
{{- end }}

{{- define "posthouse.autoscaler" -}}
{{- $scaling := (get .root.Values .component).autoscaling -}}
{{- if $scaling.enabled -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "posthouse.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "posthouse.name" . }}
  minReplicas: {{ $scaling.min }}
  maxReplicas: {{ $scaling.max }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ $scaling.cpu }}
{{- end }}
{{- end }}

{{- define "posthouse.disruptionbudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "posthouse.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "posthouse.selector" . | nindent 6 }}
{{- end }}
