// Every block of the documentation is tried: configurations are checked, commands are run, other programs' files are read by them.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Docs;

public sealed class CodeBlockTests
{
    private const string Config = """
        {
          "listeners": [ { "name": "web", "address": "127.0.0.1:0", "mode": "http", "cluster": "web" } ],
          "clusters": { "web": { "backends": [ { "address": "127.0.0.1:9100" }, { "address": "127.0.0.1:9101" } ] } },
          "admin": { "address": "127.0.0.1:0" }
        }
        """;

    internal static readonly string Root = FindRoot();

    private static readonly Dictionary<string, CodeBlock> s_blocks = CodeBlock
        .ReadAll(Root)
        .ToDictionary(b => b.ToString());

    /// <summary>The blocks with these words behind the fence, by place.</summary>
    public static TheoryData<string> Tagged(string tags) =>
        [.. s_blocks.Where(b => b.Value.Tags == tags).Select(b => b.Key)];

    [Fact]
    public void Every_block_is_of_a_kind_that_is_tried()
    {
        string[] kinds =
        [
            "jsonc",
            "sh",
            "sh admin",
            "sh make",
            "sh install",
            "yaml prometheus",
            "yaml", // read by ManifestTests
            "nginx",
            "haproxy",
        ];
        s_blocks.Values.Where(b => !kinds.Contains(b.Tags)).ShouldBeEmpty();
        s_blocks.Count.ShouldBeGreaterThan(10);
    }

    [Theory]
    [MemberData(nameof(Tagged), "jsonc")]
    public async Task A_configuration_passes_the_check_without_a_warning(string place)
    {
        CodeBlock block = s_blocks[place];
        using var sandbox = new Sandbox(block.Text);
        CommandResult result = await sandbox.RunAsync("weir check --strict -c weir.json");
        result.ExitCode.ShouldBe(0, $"{block}\n{result.Output}{result.Errors}");
    }

    [Theory]
    [MemberData(nameof(Tagged), "sh")]
    public async Task Commands_do_what_they_say(string place)
    {
        using var sandbox = new Sandbox(Config);
        CodeBlock block = s_blocks[place];
        // The reader's ports may be anybody's here.
        string script = block
            .Text.Replace(":9000", ":0", StringComparison.Ordinal)
            .Replace("artifacts/weir", "weir", StringComparison.Ordinal);
        CommandResult result = await sandbox.RunAsync(script);
        result.ExitCode.ShouldBe(0, $"{block}\n{result.Output}{result.Errors}");
    }

    [Theory]
    [MemberData(nameof(Tagged), "sh admin")]
    public async Task Commands_for_a_running_weir_do_what_they_say(string place)
    {
        // Without backends a status that says that all is well would be a lie.
        using TestBackend first = TestBackend.Http();
        using TestBackend second = TestBackend.Http();
        string At(string text) =>
            text.Replace("127.0.0.1:9100", first.Address, StringComparison.Ordinal)
                .Replace("127.0.0.1:9101", second.Address, StringComparison.Ordinal);
        await using WeirProcess weir = await WeirProcess.StartAsync(TestConfig.Parse(At(Config)));
        string admin = weir.Admin.Endpoint.ToString();
        using var sandbox = new Sandbox(At(Config));
        CodeBlock block = s_blocks[place];
        CommandResult result = await sandbox.RunAsync(
            At(block.Text).Replace("localhost:9001", admin, StringComparison.Ordinal),
            admin
        );
        result.ExitCode.ShouldBe(0, $"{block}\n{result.Output}{result.Errors}");
    }

    [Theory]
    [MemberData(nameof(Tagged), "sh make")]
    public async Task Targets_of_make_are_there(string place)
    {
        using var sandbox = new Sandbox(Config);
        CodeBlock block = s_blocks[place];
        foreach (
            string line in block
                .Text.Split('\n')
                .Where(l => l.StartsWith("make ", StringComparison.Ordinal))
        )
        {
            string command = line.Split('#')[0]
                .Replace("make ", $"make -n -C {Root} ", StringComparison.Ordinal);
            CommandResult result = await sandbox.RunAsync(command);
            result.ExitCode.ShouldBe(0, $"{block}: {line}\n{result.Errors}");
        }
    }

    // What installing does is tried by scripts/package-test.sh; here, that the files have the names that scripts/package.sh gives them.
    [Theory]
    [MemberData(nameof(Tagged), "sh install")]
    public void Packages_have_the_names_that_they_are_built_with(string place)
    {
        string props = File.ReadAllText(Path.Combine(Root, "Directory.Build.props"));
        string version = props.Split("<Version>")[1].Split("</Version>")[0];
        string script = File.ReadAllText(Path.Combine(Root, "scripts/package.sh"));
        string[] names =
        [
            .. s_blocks[place]
                .Text.Split("artifacts/packages/")
                .Skip(1)
                .Select(r => r.Split(' ', '\n')[0]),
        ];
        names.ShouldBe([
            $"weir_{version}-1_amd64.deb",
            $"weir-{version}-amd64.oci.tar",
            $"weir-{version}-linux-amd64.tar.gz",
        ]);
        script.ShouldContain("$out/weir_$version-${revision}_$arch.deb");
        script.ShouldContain("$out/weir-$version-$arch.oci.tar:weir:$version");
        script.ShouldContain("weir-$version-linux-$arch");
        s_blocks[place].Text.ShouldContain($"--version {version}");
    }

    [Theory]
    [MemberData(nameof(Tagged), "yaml prometheus")]
    public async Task Prometheus_takes_its_configuration(string place) =>
        await AcceptsAsync(s_blocks[place], "promtool check config --syntax-only tried");

    [Theory]
    [MemberData(nameof(Tagged), "nginx")]
    public async Task Nginx_takes_the_configuration_to_migrate_from(string place) =>
        await AcceptsAsync(
            s_blocks[place] with
            {
                Text =
                    $"pid nginx.pid; error_log stderr; events {{}} http {{ access_log off; {s_blocks[place].Text} }}",
            },
            "nginx -t -p . -c tried"
        );

    [Theory]
    [MemberData(nameof(Tagged), "haproxy")]
    public async Task HAProxy_takes_the_configuration_to_migrate_from(string place) =>
        await AcceptsAsync(s_blocks[place], "haproxy -c -f tried");

    private static async Task AcceptsAsync(CodeBlock block, string command)
    {
        using var sandbox = new Sandbox(Config);
        sandbox.Write("tried", block.Text);
        CommandResult result = await sandbox.RunAsync(command);
        result.ExitCode.ShouldBe(0, $"{block}\n{result.Output}{result.Errors}");
    }

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Weir.slnx")))
        {
            at = at.Parent;
        }

        return at.ShouldNotBeNull().FullName;
    }
}
