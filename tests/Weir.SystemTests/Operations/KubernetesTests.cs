// What a cluster asks of the program that deploy/kubernetes describes: the manifest's own configuration, asked as a kubelet and a
// Prometheus ask, who know the pod by its address only.
using System.Net;
using System.Text.Json.Nodes;
using Weir.SystemTests.Docs;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class KubernetesTests
{
    private const string Token = "a-token-of-the-secret";

    // As net/http of Go writes them.
    private const string Kubelet =
        "Host: 10.1.2.3:9001\r\nUser-Agent: kube-probe/1.33\r\nAccept: */*\r\nConnection: close\r\n\r\n";

    private const string Prometheus =
        "Host: 10.1.2.3:9001\r\nUser-Agent: Prometheus/3.5.0\r\n"
        + "Accept: application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1\r\n"
        + "Accept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n";

    [Fact]
    public async Task The_manifests_pod_answers_its_probes_and_a_scrape_with_the_token()
    {
        using TestBackend backend = TestBackend.Http();
        JsonObject config = Manifest()
            .With(
                ("listeners.0.address", "0.0.0.0:0"),
                ("admin.address", "0.0.0.0:0"),
                ("clusters.web.backends.0.address", backend.Address)
            );
        await using WeirProcess weir = await WeirProcess.StartAsync(config, ("ADMIN_TOKEN", Token));
        var admin = new IPEndPoint(IPAddress.Loopback, weir.AddressOf("admin").Port);

        async Task<int> Ask(string request) => (await RawClient.OnceAsync(admin, request)).Status;
        (await Ask($"GET /livez HTTP/1.1\r\n{Kubelet}")).ShouldBe(200);
        (await Ask($"GET /readyz HTTP/1.1\r\n{Kubelet}")).ShouldBe(200);
        (await Ask("GET /livez HTTP/1.1\r\nHost: [fd00::1:2]:9001\r\n\r\n")).ShouldBe(200);
        (await Ask("GET /livez HTTP/1.0\r\n\r\n")).ShouldBe(200); // simple probes of other balancers
        (await Ask("HEAD /readyz HTTP/1.0\r\n\r\n")).ShouldBe(200);
        string bearer = $"Authorization: Bearer {Token}\r\n\r\n";
        (await Ask($"GET /metrics HTTP/1.1\r\n{Prometheus}{bearer}")).ShouldBe(200);
        (await Ask($"GET /metrics HTTP/1.1\r\n{Prometheus}\r\n")).ShouldBe(403);
        (await Ask($"GET /api/v1/config HTTP/1.1\r\n{Prometheus}{bearer}")).ShouldBe(403);
    }

    [Fact]
    public async Task It_starts_while_its_backends_name_does_not_resolve_and_is_alive_but_not_ready()
    {
        JsonObject config = Manifest()
            .With(
                ("listeners.0.address", "0.0.0.0:0"),
                ("admin.address", "0.0.0.0:0"),
                ("clusters.web.backends.0.address", "web.default.svc.cluster.invalid:80")
            );
        await using WeirProcess weir = await WeirProcess.StartAsync(config, ("ADMIN_TOKEN", Token));
        var admin = new IPEndPoint(IPAddress.Loopback, weir.AddressOf("admin").Port);
        (await RawClient.OnceAsync(admin, $"GET /livez HTTP/1.1\r\n{Kubelet}")).Status.ShouldBe(
            200
        );
        await Eventually.Until(
            async () =>
                (await RawClient.OnceAsync(admin, $"GET /readyz HTTP/1.1\r\n{Kubelet}")).Status
                == 503,
            "the probe to say that no backend is there"
        );
    }

    // The block of the ConfigMap, which the manifest indents by four.
    private static JsonObject Manifest()
    {
        string yaml = File.ReadAllText(
            Path.Combine(CodeBlockTests.Root, "deploy/kubernetes/weir.yaml")
        );
        string block = yaml.Split("weir.json: |\n")[1].Split("\n---")[0];
        return TestConfig.Parse(block);
    }
}
