// Files that are packaged, read by the programs that they are for.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Docs;

public sealed class DeployFilesTests
{
    [Theory]
    [InlineData("mandoc -T lint -W warning deploy/man/weir.8 deploy/man/weir.json.5")]
    [InlineData("promtool check rules deploy/prometheus/weir.rules.yml")]
    [InlineData("promtool check config --syntax-only deploy/prometheus/prometheus.yml")]
    [InlineData("weir check --strict -c deploy/deb/weir.json")]
    [InlineData(
        "bash -n scripts/package.sh && bash -n scripts/package-test.sh && bash -n scripts/rootfs.sh"
    )]
    [InlineData("sh -n deploy/deb/postinst && sh -n deploy/deb/prerm && sh -n deploy/deb/postrm")]
    public async Task A_packaged_file_is_clean(string command)
    {
        using var sandbox = new Sandbox("{}");
        CommandResult result = await sandbox.RunAsync($"cd {CodeBlockTests.Root} && {command}");
        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
    }

    [Theory]
    [InlineData("weir.service")]
    [InlineData("weir.socket")]
    public async Task A_unit_is_made_of_sections_and_settings(string name)
    {
        string path = Path.Combine(CodeBlockTests.Root, "deploy/systemd", name);
        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        string[] odd =
        [
            .. lines.Where(line =>
                line.Length > 0
                && line[0] is not ('#' or '[')
                && (line.IndexOf('=', StringComparison.Ordinal) <= 0 || line.EndsWith('\\'))
            ),
        ];
        odd.ShouldBeEmpty();
        lines
            .Where(line => line.StartsWith('['))
            .ShouldBe([
                "[Unit]",
                name.EndsWith("socket", StringComparison.Ordinal) ? "[Socket]" : "[Service]",
                "[Install]",
            ]);
    }

    [Fact]
    public async Task The_service_reloads_by_a_signal_and_follows_an_upgrade()
    {
        string unit = await File.ReadAllTextAsync(
            Path.Combine(CodeBlockTests.Root, "deploy/systemd/weir.service"),
            TestContext.Current.CancellationToken
        );
        string[] settings = unit.Split('\n');
        foreach (
            string needed in new[]
            {
                "Type=notify",
                "NotifyAccess=main",
                "ExecReload=/bin/kill -HUP $MAINPID",
                "KillMode=mixed",
                "User=weir",
                "EnvironmentFile=-/etc/default/weir",
                "NoNewPrivileges=true",
                "ProtectSystem=strict",
            }
        )
        {
            settings.ShouldContain(needed);
        }
    }
}
