{{/*
Who may call whom (contracts.md). (dict "root" . "component" "auth" "callers" (list "gateway") "calls" (list "billing")
"internet" false). Kubelet's probes are not subject to policies.
*/}}
{{- define "posthouse.networkpolicy" -}}
{{- $root := .root -}}
{{- $policy := .root.Values.networkPolicy -}}
{{- if $policy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "posthouse.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "posthouse.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- if eq .component "gateway" }}
    - from:
        - namespaceSelector:
            matchLabels:
              {{- toYaml $policy.ingressNamespace | nindent 14 }}
      ports:
        - {port: http, protocol: TCP}
    {{- end }}
    {{- range .callers }}
    - from:
        - podSelector:
            matchLabels:
              {{- include "posthouse.selector" (dict "root" $root "component" .) | nindent 14 }}
      ports:
        - {port: http, protocol: TCP}
        {{- if eq $.component "relay" }}
        - {port: operator, protocol: TCP}
        {{- end }}
    {{- end }}
    {{- with $policy.monitoringNamespace }}
    - from:
        - namespaceSelector:
            matchLabels:
              {{- toYaml . | nindent 14 }}
      ports:
        - {port: management, protocol: TCP}
    {{- end }}
  {{- if not (or .calls .backends .internet) }}
  egress: []
  {{- else }}
  egress:
    - ports:
        - {port: 53, protocol: UDP}
        - {port: 53, protocol: TCP}
    {{- range .calls }}
    - to:
        - podSelector:
            matchLabels:
              {{- include "posthouse.selector" (dict "root" $root "component" .) | nindent 14 }}
      ports:
        - {port: http, protocol: TCP}
        {{- if eq . "relay" }}
        - {port: operator, protocol: TCP}
        {{- end }}
    {{- end }}
    {{- if .backends }}
    - ports:
        {{- range $policy.backendPorts }}
        - {port: {{ . }}, protocol: TCP}
        {{- end }}
      {{- with $policy.backends }}
      to:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    {{- end }}
    {{- if .internet }}
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except:
              {{- toYaml $policy.relayExcept | nindent 14 }}
        - ipBlock:
            cidr: ::/0
            except: ["fc00::/7", "fe80::/10"]
    {{- end }}
    {{- if eq .component "relay" }}
    {{- with $policy.relayPeers }}
    - to:
        {{- toYaml . | nindent 8 }}
    {{- end }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
