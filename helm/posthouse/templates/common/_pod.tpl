{{/* A pod: one container, no shell needed, nothing writable but /tmp (and the relay's spool). */}}
{{- define "posthouse.pod" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $own := get $values .component -}}
metadata:
  labels:
    {{- include "posthouse.labels" . | nindent 4 }}
  annotations:
    checksum/config: {{ include "posthouse.configmap" . | sha256sum }}
    {{- with $values.pod.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "posthouse.name" . }}
  automountServiceAccountToken: false
  # Else Kubernetes would set POSTHOUSE_RELAY_PORT and the like, which Spring reads as ours.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ dig "terminationGracePeriodSeconds" 60 $own }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- with $values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with $values.pod.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.pod.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "posthouse.selector" . | nindent 10 }}
  containers:
    - name: {{ .component }}
      image: {{ printf "%s/%s:%s" $values.image.repository (include "posthouse.application" .) (default $root.Chart.AppVersion $values.image.tag) | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      ports:
        - name: http
          containerPort: {{ include "posthouse.port" . }}
        {{- if eq .component "relay" }}
        - name: operator
          containerPort: 8084
        {{- end }}
        - name: management
          containerPort: {{ include "posthouse.managementPort" . }}
      envFrom:
        - configMapRef:
            name: {{ include "posthouse.name" . }}
      {{- $secrets := include (printf "posthouse.secrets.%s" .component) . | trim }}
      {{- if or $secrets (eq .component "relay") $own.extraEnv }}
      env:
        {{- if eq .component "relay" }}
        - name: POSTHOUSE_RELAY_NODE
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        - name: EUREKA_INSTANCE_HOSTNAME
          value: {{ printf "$(POSTHOUSE_RELAY_NODE).%s" (include "posthouse.name" .) }}
        {{- end }}
        {{- if $secrets }}
        {{- $secrets | nindent 8 }}
        {{- end }}
        {{- with $own.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
      resources:
        {{- toYaml $own.resources | nindent 8 }}
      startupProbe:
        {{- include "posthouse.probe" (merge (dict "state" "liveness") .) | nindent 8 }}
        periodSeconds: 2
        failureThreshold: 90
      livenessProbe:
        {{- include "posthouse.probe" (merge (dict "state" "liveness") .) | nindent 8 }}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        {{- include "posthouse.probe" (merge (dict "state" "readiness") .) | nindent 8 }}
        periodSeconds: 5
        timeoutSeconds: 3
        failureThreshold: 2
      lifecycle:
        # Callers forget the pod before it stops listening.
        preStop:
          sleep:
            seconds: {{ ternary 15 10 (eq .component "relay") }}
      securityContext:
        allowPrivilegeEscalation: false
        privileged: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if $values.tls.enabled }}
        - name: tls
          mountPath: /etc/posthouse/tls
          readOnly: true
        - name: trust
          mountPath: /etc/posthouse/trust
          readOnly: true
        {{- end }}
        {{- if eq .component "relay" }}
        - name: spool
          mountPath: /var/lib/posthouse/spool
        {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: 256Mi
    {{- if $values.tls.enabled }}
    - name: tls
      secret:
        secretName: {{ include "posthouse.tlsSecret" . }}
        defaultMode: 0440
    - name: trust
      configMap:
        name: {{ $values.tls.trustStore.existingConfigMap }}
    {{- end }}
{{- end }}

{{- define "posthouse.tlsSecret" -}}
{{- replace "%s" (include "posthouse.name" .) .root.Values.tls.secretName -}}
{{- end }}

{{- define "posthouse.probe" -}}
httpGet:
  path: /actuator/health/{{ .state }}
  port: management
  scheme: {{ include "posthouse.scheme" .root | upper }}
{{- end }}
