// The Kubernetes manifests: names that must meet, and the times of a shutdown that must fit into each other.
using Shouldly;
using Weir.Configuration;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Weir.Tests.Docs;

public sealed class ManifestTests
{
    private static readonly YamlNode[] s_documents = Parse(
        Repository.Read("deploy/kubernetes/weir.yaml")
    );

    private static YamlNode Pod => Of("Deployment")["spec"]["template"]["spec"];

    [Fact]
    public void The_configuration_in_it_is_valid()
    {
        string json = Text(Of("ConfigMap")["data"]["weir.json"]);
        ConfigReadResult result = ConfigReader.Read(
            json,
            "weir.json",
            new ConfigReadOptions { Environment = name => name == "ADMIN_TOKEN" ? "t" : null }
        );
        result.Problems.ShouldBeEmpty();
        long drainMs = result.Config.ShouldNotBeNull().Shutdown.DrainMs;
        int preStop = Number(Pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]);
        int grace = Number(Pod["terminationGracePeriodSeconds"]);
        grace.ShouldBeGreaterThan(preStop + (int)(drainMs / 1000), "else what drains is killed");
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("PodDisruptionBudget")]
    public void Selectors_choose_the_pods(string kind) =>
        Text(Of(kind)["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"])
            .ShouldBe(
                Text(
                    Of("Deployment")["spec"]["template"]["metadata"]["labels"][
                        "app.kubernetes.io/name"
                    ]
                )
            );

    [Fact]
    public void Services_and_probes_name_ports_that_the_container_has()
    {
        YamlNode container = Pod["containers"][0];
        string[] ports = [.. ((YamlSequenceNode)container["ports"]).Select(p => Text(p["name"]))];
        foreach (string probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            ports.ShouldContain(Text(container[probe]["httpGet"]["port"]));
        }

        YamlNode[] services = [.. s_documents.Where(d => Text(d["kind"]) == "Service")];
        services.Length.ShouldBe(2);
        services.ShouldAllBe(s => ports.Contains(Text(s["spec"]["ports"][0]["targetPort"])));
    }

    [Fact]
    public void The_monitor_of_Prometheus_asks_a_port_and_a_secret_that_are_there()
    {
        YamlNode monitor = Parse(Repository.Read("deploy/kubernetes/servicemonitor.yaml")).Single();
        string app = Text(monitor["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"]);
        YamlNode endpoint = monitor["spec"]["endpoints"][0];
        s_documents
            .Where(d => Text(d["kind"]) == "Service")
            .Count(s =>
                Text(s["metadata"]["labels"]["app.kubernetes.io/name"]) == app
                && Text(s["spec"]["ports"][0]["name"]) == Text(endpoint["port"])
            )
            .ShouldBe(1);
        YamlNode token = endpoint["authorization"]["credentials"];
        Text(token["name"]).ShouldBe(Text(Of("Secret")["metadata"]["name"]));
        Of("Secret")["stringData"][Text(token["key"])].ShouldNotBeNull();
    }

    [Fact]
    public void Blocks_of_yaml_in_the_documentation_can_be_read()
    {
        string[] blocks =
        [
            .. Directory
                .GetFiles(Repository.PathOf("docs"), "*.md")
                .SelectMany(file => File.ReadAllText(file).Split("\n```yaml").Skip(1))
                .Select(rest => rest[(rest.IndexOf('\n', StringComparison.Ordinal) + 1)..])
                .Select(rest => rest[..rest.IndexOf("\n```", StringComparison.Ordinal)]),
        ];
        blocks.ShouldNotBeEmpty();
        blocks.ShouldAllBe(block => Parse(block).Length > 0);
    }

    private static YamlNode[] Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => d.RootNode)];
    }

    private static YamlNode Of(string kind) => s_documents.Single(d => Text(d["kind"]) == kind);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value.ShouldNotBeNull();

    private static int Number(YamlNode node) =>
        int.Parse(Text(node), System.Globalization.CultureInfo.InvariantCulture);
}
