// What the command line says, as if the file had said it.

using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Listeners;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration;

public sealed class TreeOverridesTests
{
    private static ConfigReadResult ReadWith(string? text, params string[] sets) =>
        ConfigReader.Read(
            text,
            FileName,
            new ConfigReadOptions
            {
                Sets = [.. sets.Select(set => ConfigOverride.TryParse(set).ShouldNotBeNull())],
            }
        );

    private static WeirConfig FineWith(string? text, params string[] sets)
    {
        ConfigReadResult result = ReadWith(text, sets);
        result.Problems.ShouldBeEmpty();
        return result.Config.ShouldNotBeNull();
    }

    private static void Refused(string? text, string set, string expected) =>
        ReadWith(text, set).Problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);

    [Theory]
    [InlineData("31000", true, "default 127.0.0.1:31000, default-v6 [::1]:31000")]
    [InlineData("31000", false, "default 127.0.0.1:31000")]
    [InlineData("0", true, "default 127.0.0.1:0")]
    [InlineData("127.0.0.1:31000", true, "default 127.0.0.1:31000")]
    public void A_port_alone_listens_on_all_of_loopback(
        string listen,
        bool hasIPv6Loopback,
        string expected
    )
    {
        WeirConfig config = ConfigReader
            .Read(
                """{ "listen": { "host": "10.0.0.1", "port": 1, "mode": "http", "backlog": 7 } }""",
                FileName,
                new ConfigReadOptions
                {
                    Listen = listen,
                    HasIPv6Loopback = hasIPv6Loopback,
                    Backends = ["127.0.0.1:9100"],
                }
            )
            .Config.ShouldNotBeNull();
        string.Join(", ", config.Listeners.Select(l => $"{l.Name} {l.Address}")).ShouldBe(expected);
        config.Listeners.ShouldAllBe(l =>
            l.Mode == ProxyMode.Http && l.Backlog == 7 && l.Cluster == "default"
        );
    }

    [Theory]
    [InlineData("65536", "\"65536\" has no port")]
    [InlineData("[::1]:31000", null)]
    public void What_is_no_port_is_an_address_or_nothing(string listen, string? problem)
    {
        ConfigReadResult result = ConfigReader.Read(
            null,
            "",
            new ConfigReadOptions { Listen = listen, Backends = ["127.0.0.1:9100"] }
        );
        result.Problems.Select(p => p.Message).ShouldBe(problem is null ? [] : [problem]);
    }

    [Fact]
    public void Listen_mode_and_backends_need_no_file()
    {
        ConfigReadResult result = ConfigReader.Read(
            null,
            "",
            new ConfigReadOptions
            {
                Listen = "127.0.0.1:9000",
                Mode = "http",
                Backends = ["127.0.0.1:9100", "unix:/run/app.sock"],
            }
        );

        WeirConfig config = result.Config.ShouldNotBeNull();
        config.Listeners[0].Address.Text.ShouldBe("127.0.0.1:9000");
        config.Listeners[0].Mode.ShouldBe(ProxyMode.Http);
        config
            .Clusters[0]
            .Backends.Select(b => b.Address.Text)
            .ShouldBe(["127.0.0.1:9100", "unix:/run/app.sock"]);
    }

    [Fact]
    public void The_options_take_the_place_of_what_the_file_says()
    {
        ConfigReadResult result = ConfigReader.Read(
            ConfigReaderTests.ShortExample,
            FileName,
            new ConfigReadOptions
            {
                Listen = "[::1]:80",
                Mode = "tcp",
                Backends = ["db:5432"],
            }
        );

        WeirConfig config = result.Config.ShouldNotBeNull();
        config.Listeners[0].Address.Text.ShouldBe("[::1]:80");
        config.Listeners[0].Mode.ShouldBe(ProxyMode.Tcp);
        config.Listeners[0].Backlog.ShouldBe(4096);
        config.Clusters[0].Backends.ShouldHaveSingleItem().Address.Text.ShouldBe("db:5432");
    }

    [Fact]
    public void A_wrong_option_is_named_in_place_of_the_file()
    {
        ConfigReadResult result = ConfigReader.Read(
            null,
            FileName,
            new ConfigReadOptions
            {
                Listen = "nowhere",
                Mode = "htp",
                Backends = ["127.0.0.1:0"],
            }
        );

        result
            .Problems.Select(p => p.ToString())
            .ShouldBe(
                [
                    "--listen: error bad-address: \"nowhere\" has no port (did you mean \"nowhere:9000\"?)",
                    "--mode: error bad-value: \"mode\" must be \"tcp\" or \"http\", found the text \"htp\" (did you mean \"http\"?)",
                    "--backend: error bad-address: the port in \"127.0.0.1:0\" must be 1 to 65535",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public void The_options_of_the_short_form_do_not_go_with_a_file_in_the_long_form()
    {
        ConfigReadResult result = ConfigReader.Read(
            ConfigReaderTests.LongExample,
            FileName,
            new ConfigReadOptions { Listen = "127.0.0.1:9000" }
        );

        result.Problems.ShouldContain(p => p.Code == "both-forms" && p.Source == "--listen");
    }

    [Fact]
    public void A_set_value_is_json_and_otherwise_a_text()
    {
        WeirConfig config = FineWith(
            ConfigReaderTests.ShortExample,
            "loadBalancer.connectionPoolSize=3",
            "loadBalancer.metricsInterval=2m",
            "listen.host=\"localhost\"",
            "accessLog={ \"enabled\": true, }",
            "logging.mode=file",
            "logging.filePath=/tmp/x=y.log",
            "admin.token=12345"
        );

        config.Clusters[0].ConnectionPoolSize.ShouldBe(3);
        config.LoadBalancer.MetricsIntervalMs.ShouldBe(120_000);
        config.AccessLog.Enabled.ShouldBeTrue();
        config.Listeners[0].Address.Text.ShouldBe("localhost:9000");
        config.Logging.FilePath.ShouldBe("/tmp/x=y.log");
        config.Admin.Token.ShouldBe("12345");
    }

    [Fact]
    public void A_list_takes_a_number_and_grows_by_the_one_after_its_last()
    {
        WeirConfig config = FineWith(
            ConfigReaderTests.LongExample,
            "listeners.0.routes.1.host=www.example.com",
            "listeners.0.routes.2.cluster=cache",
            "clusters.web.backends.0={\"address\": \"127.0.0.1:1\"}",
            "clusters.web.backends.1.address=127.0.0.1:2"
        );

        config
            .Listeners[0]
            .Routes.Select(r => r.Host)
            .ShouldBe(["api.example.com", "www.example.com", null]);
        config
            .Clusters[1]
            .Backends.Select(b => b.Address.Text)
            .ShouldBe(["127.0.0.1:1", "127.0.0.1:2"]);
    }

    [Fact]
    public void Everything_can_be_set_without_a_file()
    {
        WeirConfig config = FineWith(
            null,
            "listeners.0.name=a",
            "listeners.0.address=127.0.0.1:9000",
            "listeners.0.cluster=0",
            "clusters.0.backends.0.port=9100",
            "clusters.0.backends.0.host=127.0.0.1"
        );

        config.Clusters.ShouldHaveSingleItem().Name.ShouldBe("0");
    }

    [Fact]
    public void A_cluster_with_dots_in_its_name_is_found()
    {
        WeirConfig config = FineWith(
            WithClusters($$""" "api.v1": { {{SomeBackends}} } """, "api.v1"),
            "clusters.api.v1.retries=5"
        );

        config.Clusters.ShouldHaveSingleItem().Retries.ShouldBe(5);
    }

    [Fact]
    public void A_problem_in_a_set_value_names_the_option_and_comes_after_those_of_the_file()
    {
        ConfigReadResult result = ReadWith(
            WithListen(""" "port": 9000, "x": 1 """),
            "listen.port=70000",
            "lisen.port=1"
        );

        result
            .Problems.Select(p => p.ToString())
            .ShouldBe([
                $"{FileName}:1:30: error unknown-key: \"x\" is not a key of \"listen\"",
                "--set lisen.port: error unknown-key: \"lisen\" is not a key of the top level (did you mean \"listen\"?)",
                "--set listen.port: error out-of-range: \"port\" must be from 0 to 65535, found 70000",
            ]);
    }

    [Fact]
    public void A_duplicate_within_a_set_value_names_the_option() =>
        ReadWith(ConfigReaderTests.ShortExample, "logging={\"level\":\"info\",\"level\":\"warn\"}")
            .Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe("--set logging: error duplicate-key: \"level\" is already set");

    [Fact]
    public void A_path_into_what_has_no_inside_is_refused()
    {
        Refused(
            ConfigReaderTests.ShortExample,
            "listen.port.x=1",
            "--set listen.port.x: error bad-path: \"listen.port\" is 9000 and has nothing below it"
        );
        Refused(
            ConfigReaderTests.ShortExample,
            "backends.7.port=1",
            "--set backends.7.port: error bad-path: \"backends\" is a list of 2; \"7\" is no place in it"
        );
        Refused(
            ConfigReaderTests.ShortExample,
            "backends.x=1",
            "--set backends.x: error bad-path: \"backends\" is a list of 2; \"x\" is no place in it"
        );
    }

    [Fact]
    public void A_file_that_is_no_object_takes_no_options() =>
        Refused(
            "[]",
            "listen.port=1",
            $"{FileName}:1:1: error wrong-type: the configuration must be an object, found a list"
        );

    [Theory]
    [InlineData("no-sign")]
    [InlineData("=value")]
    public void Without_a_path_or_a_sign_it_is_no_override(string text) =>
        ConfigOverride.TryParse(text).ShouldBeNull();
}
