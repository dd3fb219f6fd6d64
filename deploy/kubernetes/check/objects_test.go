package check

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// overlays are all folders that people apply, by name.
func overlays(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{"base": "../base"}
	folders, err := filepath.Glob("../overlays/*")
	if err != nil || len(folders) < 3 {
		t.Fatalf("overlays: %v, %v", folders, err)
	}
	for _, folder := range folders {
		found[filepath.Base(folder)] = folder
	}
	return found
}

// built is what `kubectl apply -k` sends: each object, decoded as the API server with strict validation does.
func built(t *testing.T, folder string) []runtime.Object {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		t.Fatal(err)
	}
	text, err := resources.AsYaml()
	if err != nil {
		t.Fatal(err)
	}
	objects, err := decoded(text)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// decoded reads objects; a key that its type does not have is an error.
func decoded(text []byte) ([]runtime.Object, error) {
	types := runtime.NewScheme()
	if err := errors.Join(scheme.AddToScheme(types), gateway.Install(types)); err != nil {
		return nil, err
	}
	strict := serializer.NewCodecFactory(types, serializer.EnableStrict).UniversalDeserializer()
	parts := yaml.NewDocumentDecoder(io.NopCloser(bytes.NewReader(text)))
	var objects []runtime.Object
	buffer := make([]byte, len(text)+1)
	for {
		n, err := parts.Read(buffer)
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		object, _, err := strict.Decode(buffer[:n], nil, nil)
		if err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
}

// of are the objects of one type.
func of[T runtime.Object](objects []runtime.Object) []T {
	var found []T
	for _, object := range objects {
		if one, is := object.(T); is {
			found = append(found, one)
		}
	}
	return found
}

func TestEachOverlayIsDecodedStrictly(t *testing.T) {
	for name, folder := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			if objects := built(t, folder); len(objects) < 7 {
				t.Fatalf("only %d objects", len(objects))
			}
		})
	}
}

func TestAMistypedKeyIsAnError(t *testing.T) {
	text, err := os.ReadFile("../base/deployment.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range [][2]string{
		{"readinessProbe:", "readynessProbe:"},
		{"envFrom:", "envfrom:"},
		{"apps/v1", "apps/v9"},
		{"runAsUser: 65532", "runAsUser: nobody"},
	} {
		changed := bytes.Replace(text, []byte(wrong[0]), []byte(wrong[1]), 1)
		if _, err := decoded(changed); err == nil || bytes.Equal(changed, text) {
			t.Errorf("%s is not refused", wrong[1])
		}
	}
}
