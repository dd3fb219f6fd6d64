package check

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	core "k8s.io/api/core/v1"
)

// known are the settings of the image's server, which it prints itself.
func known(t *testing.T) []string {
	t.Helper()
	run := exec.Command("go", "run", "-tags=nobadger,nomysql,nopgx", "./server", "help")
	run.Dir = "../.."
	help, err := run.CombinedOutput()
	names := regexp.MustCompile(`PROPYLON_[A-Z_]+`).FindAllString(string(help), -1)
	if err != nil || len(names) < 10 {
		t.Fatalf("%v: %s", err, help)
	}
	return names
}

func TestEachSettingIsOneOfTheServer(t *testing.T) {
	names := known(t)
	check := func(where, name string) {
		if !slices.Contains(names, name) {
			t.Errorf("%s: the server knows no %s", where, name)
		}
	}
	for overlay, folder := range overlays(t) {
		count := 0
		for _, config := range of[*core.ConfigMap](built(t, folder)) {
			if !strings.HasPrefix(config.Name, "propylon-settings-") {
				continue
			}
			for name := range config.Data {
				check(overlay, name)
				count++
			}
			if config.Data["PROPYLON_KRATOS_URL"] == "" {
				t.Errorf("%s has no PROPYLON_KRATOS_URL", overlay)
			}
		}
		if count == 0 {
			t.Errorf("%s has no settings", overlay)
		}
	}
	for _, service := range composed(t).Services {
		for name := range service.Environment {
			if strings.HasPrefix(name, "PROPYLON_") {
				check("compose.yaml", name)
			}
		}
	}
}

func TestTheSiteSettingsAreJSON(t *testing.T) {
	for overlay, folder := range overlays(t) {
		for _, config := range of[*core.ConfigMap](built(t, folder)) {
			if text, is := config.Data["config.json"]; is && !json.Valid([]byte(text)) {
				t.Errorf("%s: config.json is no JSON", overlay)
			}
		}
	}
}

// composed is compose.yaml, with more files laid over it, as `docker compose` reads it: checked by the schema, with
// what it names resolved.
func composed(t *testing.T, over ...string) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions(append([]string{"../../compose.yaml"}, over...), cli.WithName("propylon"), cli.WithResolvedPaths(true))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func TestComposeStartsWhatItsServicesNeed(t *testing.T) {
	project := composed(t)
	checkServices(t, project)
	server := project.Services["propylon"]
	kratos := regexp.MustCompile(`http://([a-z0-9-]+):4433`).FindAllStringSubmatch(*server.Environment["PROPYLON_KRATOS_URL"], -1)
	if len(kratos) != 2 {
		t.Errorf("%d Kratos", len(kratos))
	}
	for _, one := range kratos {
		if slices.Contains(project.Services[one[1]].Command, "--watch-courier") || project.Services[one[1]].Image == "" {
			t.Errorf("%s is no Kratos that leaves mails to the courier", one[1])
		}
		if _, waits := project.Services[one[1]].DependsOn["first"]; !waits {
			t.Errorf("%s may make a second network", one[1])
		}
	}
	if server.User != "65532:65532" || !slices.Contains(server.CapDrop, "ALL") {
		t.Error("the server may do more than it needs")
	}
}

func checkServices(t *testing.T, project *types.Project) {
	t.Helper()
	for name, service := range project.Services {
		if !strings.Contains(service.Image, ":") || strings.HasSuffix(service.Image, ":latest") {
			t.Errorf("%s has the image %q, which changes by itself", name, service.Image)
		}
		if !service.ReadOnly {
			t.Errorf("%s writes into its root", name)
		}
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s is open to the network at port %s", name, port.Published)
			}
		}
	}
}

func TestComposeForClientsKeepsHydrasAdminAPIInside(t *testing.T) {
	project := composed(t, "../../compose.oauth2.yaml")
	checkServices(t, project)
	for name, service := range project.Services {
		for _, port := range service.Ports {
			if port.Target == 4445 {
				t.Errorf("%s has the admin API at a port of the machine", name)
			}
		}
	}
	told := func(service, name string) string {
		if value := project.Services[service].Environment[name]; value != nil {
			return *value
		}
		return ""
	}
	listens := strings.TrimPrefix(told("consent", "PROPYLON_CONSENT_LISTEN"), "0.0.0.0")
	if told("propylon", "PROPYLON_CONSENT_URL") != "http://consent"+listens {
		t.Errorf("the server asks %q", told("propylon", "PROPYLON_CONSENT_URL"))
	}
	for _, kratos := range []string{"kratos-1", "kratos-2"} {
		if told(kratos, "OAUTH2_PROVIDER_URL") != told("consent", "PROPYLON_HYDRA_ADMIN_URL") {
			t.Errorf("%s does not tell Hydra", kratos)
		}
	}
	if told("propylon", "PROPYLON_PUBLIC_URL") != told("consent", "PROPYLON_PUBLIC_URL") {
		t.Error("the service takes no post of the site")
	}
}
