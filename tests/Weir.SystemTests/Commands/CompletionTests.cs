// The completion functions, in the shells they are for.
using System.Diagnostics;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Commands;

public sealed class CompletionTests
{
    // The functions call `weir`, which need not be on the PATH of a test.
    private static readonly string s_program = string.Join(
        ' ',
        [WeirProgram.Command().FileName, .. WeirProgram.Command().ArgumentList]
    );

    [Fact]
    public async Task Bash_completes_commands_files_and_backends()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        string admin = weir.Admin.Endpoint.ToString();
        string found = await RunAsync(
            "bash",
            "--norc",
            $$"""
            weir() { {{s_program}} "$@"; }
            source <(weir completion bash)
            try() { COMP_LINE="$1"; COMP_POINT=${#1}; COMP_WORDS=(weir); COMPREPLY=(); _weir; echo "${COMPREPLY[@]}"; }
            try "weir dra"
            try "weir drain --admin {{admin}} def"
            try "weir drain --admin {{admin}} default/127.0.0.1:"
            cd "{{weir.Folder}}"
            try "weir check -c we"
            """
        );
        string port = backend.Address.Split(':')[^1];
        string host = backend.Address[..^(port.Length + 1)];
        found.ShouldBe(
            $"drain\ndefault/{backend.Address}\n{(host == "127.0.0.1" ? port : "")}\nweir.json\n"
        );
    }

    [Fact]
    public async Task Fish_completes_commands()
    {
        string found = await RunAsync(
            "fish",
            "--no-config",
            $"function weir; {s_program} $argv; end; weir completion fish | source; complete -C 'weir dra'"
        );
        found.ShouldBe("drain\n");
    }

    [Fact]
    public async Task Zsh_takes_the_function()
    {
        string found = await RunAsync(
            "zsh",
            "-f",
            $$"""weir() { {{s_program}} "$@"; }; compdef() { print $1 for $2; }; eval "$(weir completion zsh)" """
        );
        found.ShouldBe("_weir for weir\n");
    }

    private static async Task<string> RunAsync(string shell, string plain, string script)
    {
        var start = new ProcessStartInfo(shell, [plain, "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process =
            Process.Start(start) ?? throw new InvalidOperationException($"{shell} did not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await Eventually.Within(process.WaitForExitAsync(), $"{shell} to end");
        (await errors).ShouldBeEmpty();
        return await output;
    }
}
