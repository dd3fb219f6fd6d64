package check

import (
	"maps"
	"slices"
	"strings"
	"testing"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
)

// Pods that others make: Kratos and Hydra by their charts, and the API behind Oathkeeper.
var strangers = map[string]map[string]string{
	"kratos": {"app.kubernetes.io/name": "kratos"},
	"hydra":  {"app.kubernetes.io/name": "hydra"},
	"api":    {"app.kubernetes.io/name": "api"},
}

// Secrets that people make, by the commands of docs/kubernetes.md.
var secrets = []string{"auth-example-com", "api-example-com", "oathkeeper-keys", "consent-secret"}

func TestWhatObjectsNameIsThere(t *testing.T) {
	for name, folder := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			objects := built(t, folder)
			for _, one := range of[*apps.Deployment](objects) {
				deployment(t, one, objects)
			}
			for _, one := range of[*core.Service](objects) {
				service(t, one, objects)
			}
			for _, one := range of[*policy.PodDisruptionBudget](objects) {
				selects(t, one.Name, one.Spec.Selector, objects)
			}
			for _, one := range of[*networking.NetworkPolicy](objects) {
				selects(t, one.Name, &one.Spec.PodSelector, objects)
				rules(t, one, objects)
			}
			for _, one := range of[*autoscaling.HorizontalPodAutoscaler](objects) {
				scales(t, one, objects)
			}
			for _, one := range of[*networking.Ingress](objects) {
				ingress(t, one, objects)
			}
			for _, one := range of[*gateway.HTTPRoute](objects) {
				route(t, one, objects)
			}
		})
	}
}

// pods are the templates whose labels a selector matches.
func pods(selector *meta.LabelSelector, objects []runtime.Object) ([]core.PodTemplateSpec, error) {
	matcher, err := meta.LabelSelectorAsSelector(selector)
	var found []core.PodTemplateSpec
	for _, one := range of[*apps.Deployment](objects) {
		if matcher != nil && matcher.Matches(labels.Set(one.Spec.Template.Labels)) {
			found = append(found, one.Spec.Template)
		}
	}
	return found, err
}

func selects(t *testing.T, name string, selector *meta.LabelSelector, objects []runtime.Object) {
	t.Helper()
	found, err := pods(selector, objects)
	isStranger := slices.ContainsFunc(slices.Collect(maps.Values(strangers)), func(set map[string]string) bool {
		return maps.Equal(set, selector.MatchLabels)
	})
	if err != nil || len(found) == 0 && !isStranger {
		t.Errorf("%s selects no pods: %v, %v", name, selector, err)
	}
}

func hasPort(template core.PodTemplateSpec, port intstr.IntOrString) bool {
	return slices.ContainsFunc(template.Spec.Containers, func(container core.Container) bool {
		return slices.ContainsFunc(container.Ports, func(known core.ContainerPort) bool {
			return port.Type == intstr.String && known.Name == port.StrVal || port.Type == intstr.Int && known.ContainerPort == port.IntVal
		})
	})
}

func deployment(t *testing.T, one *apps.Deployment, objects []runtime.Object) {
	t.Helper()
	selects(t, one.Name, one.Spec.Selector, []runtime.Object{one})
	pod := one.Spec.Template.Spec
	configs := map[string]bool{}
	for _, config := range of[*core.ConfigMap](objects) {
		configs[config.Name] = true
	}
	volumes := map[string]bool{}
	for _, volume := range pod.Volumes {
		volumes[volume.Name] = true
		if volume.ConfigMap != nil && !configs[volume.ConfigMap.Name] {
			t.Errorf("%s: no ConfigMap %s", one.Name, volume.ConfigMap.Name)
		}
		if volume.Secret != nil && !slices.Contains(secrets, volume.Secret.SecretName) {
			t.Errorf("%s: nothing makes the Secret %s", one.Name, volume.Secret.SecretName)
		}
	}
	for _, container := range pod.Containers {
		for _, mount := range container.VolumeMounts {
			if !volumes[mount.Name] {
				t.Errorf("%s: no volume %s", one.Name, mount.Name)
			}
		}
		for _, from := range container.EnvFrom {
			if from.ConfigMapRef != nil && !configs[from.ConfigMapRef.Name] {
				t.Errorf("%s: no ConfigMap %s", one.Name, from.ConfigMapRef.Name)
			}
		}
		for _, one := range container.Env {
			if from := one.ValueFrom; from != nil && !slices.Contains(secrets, from.SecretKeyRef.Name) {
				t.Errorf("%s: nothing makes the Secret %s", one.Name, from.SecretKeyRef.Name)
			}
		}
		for _, probe := range []*core.Probe{container.LivenessProbe, container.ReadinessProbe, container.StartupProbe} {
			if probe != nil && !hasPort(one.Spec.Template, probe.HTTPGet.Port) {
				t.Errorf("%s: no port %s", one.Name, probe.HTTPGet.Port.String())
			}
		}
		hardened(t, pod, container)
	}
}

// hardened: the rules of the Pod Security Standard "restricted", and no file is written.
func hardened(t *testing.T, pod core.PodSpec, container core.Container) {
	t.Helper()
	outer, inner := pod.SecurityContext, container.SecurityContext
	ok := outer != nil && inner != nil && *outer.RunAsNonRoot && *outer.RunAsUser == 65532 &&
		outer.SeccompProfile.Type == core.SeccompProfileTypeRuntimeDefault &&
		!*inner.AllowPrivilegeEscalation && *inner.ReadOnlyRootFilesystem &&
		slices.Equal(inner.Capabilities.Drop, []core.Capability{"ALL"}) && !*pod.AutomountServiceAccountToken
	if !ok {
		t.Errorf("%s may do more than it needs", container.Name)
	}
	if container.Resources.Requests.Cpu().IsZero() || container.Resources.Limits.Memory().IsZero() {
		t.Errorf("%s has no requests or limits", container.Name)
	}
	if strings.HasSuffix(container.Image, ":latest") || !strings.Contains(container.Image, ":") {
		t.Errorf("%s has the image %s, which changes by itself", container.Name, container.Image)
	}
}

func service(t *testing.T, one *core.Service, objects []runtime.Object) {
	t.Helper()
	found, err := pods(&meta.LabelSelector{MatchLabels: one.Spec.Selector}, objects)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s selects %d kinds of pods: %v", one.Name, len(found), err)
	}
	for _, port := range one.Spec.Ports {
		if !hasPort(found[0], port.TargetPort) {
			t.Errorf("%s: no port %s", one.Name, port.TargetPort.String())
		}
	}
}

func scales(t *testing.T, one *autoscaling.HorizontalPodAutoscaler, objects []runtime.Object) {
	t.Helper()
	for _, deployment := range of[*apps.Deployment](objects) {
		if deployment.Name == one.Spec.ScaleTargetRef.Name {
			if deployment.Spec.Replicas != nil || *one.Spec.MinReplicas < 2 {
				t.Errorf("%s: two pods or more, by the autoscaler alone", one.Name)
			}
			return
		}
	}
	t.Errorf("%s scales nothing", one.Name)
}

// rules: each port of a policy is one of the pods that it is about.
func rules(t *testing.T, one *networking.NetworkPolicy, objects []runtime.Object) {
	t.Helper()
	found, _ := pods(&one.Spec.PodSelector, objects)
	for _, rule := range one.Spec.Ingress {
		for _, port := range rule.Ports {
			if len(found) > 0 && !hasPort(found[0], *port.Port) {
				t.Errorf("%s: no port %s", one.Name, port.Port.String())
			}
		}
	}
}

func hasService(name string, port gateway.PortNumber, portName string, objects []runtime.Object) bool {
	return slices.ContainsFunc(of[*core.Service](objects), func(one *core.Service) bool {
		return one.Name == name && slices.ContainsFunc(one.Spec.Ports, func(known core.ServicePort) bool {
			return known.Port == int32(port) || portName != "" && known.Name == portName
		})
	})
}

func ingress(t *testing.T, one *networking.Ingress, objects []runtime.Object) {
	t.Helper()
	covered := map[string]bool{}
	for _, tls := range one.Spec.TLS {
		if !slices.Contains(secrets, tls.SecretName) {
			t.Errorf("%s: nothing makes the Secret %s", one.Name, tls.SecretName)
		}
		for _, host := range tls.Hosts {
			covered[host] = true
		}
	}
	for _, rule := range one.Spec.Rules {
		if !covered[rule.Host] {
			t.Errorf("%s: no certificate for %s", one.Name, rule.Host)
		}
		for _, path := range rule.HTTP.Paths {
			to := path.Backend.Service
			if !hasService(to.Name, gateway.PortNumber(to.Port.Number), to.Port.Name, objects) {
				t.Errorf("%s: no Service %s with this port", one.Name, to.Name)
			}
		}
	}
}

func route(t *testing.T, one *gateway.HTTPRoute, objects []runtime.Object) {
	t.Helper()
	for _, parent := range one.Spec.ParentRefs {
		isThere := slices.ContainsFunc(of[*gateway.Gateway](objects), func(known *gateway.Gateway) bool {
			return known.Name == string(parent.Name) && slices.ContainsFunc(known.Spec.Listeners, func(listener gateway.Listener) bool {
				return listener.Name == *parent.SectionName
			})
		})
		if !isThere {
			t.Errorf("%s: no Gateway %s with the listener %s", one.Name, parent.Name, *parent.SectionName)
		}
	}
	for _, rule := range one.Spec.Rules {
		for _, to := range rule.BackendRefs {
			if !hasService(string(to.Name), *to.Port, "", objects) {
				t.Errorf("%s: no Service %s with port %d", one.Name, to.Name, *to.Port)
			}
		}
	}
}
