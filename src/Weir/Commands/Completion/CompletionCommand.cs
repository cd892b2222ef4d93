// weir completion: the function that teaches a shell to complete weir's command line.
using System.CommandLine;

namespace Weir.Commands.Completion;

/// <summary><c>weir completion bash|zsh|fish</c></summary>
internal static class CompletionCommand
{
    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { HelpName = "bash|zsh|fish" };
        shell.Description = "The shell to complete in";
        shell.AcceptOnlyFromAmong([.. ShellScripts.Shells]);
        var command = new WeirCommand(
            "completion",
            "Print the completion function of a shell",
            """
            Examples:
              source <(weir completion bash)                                   in ~/.bashrc
              weir completion bash > /etc/bash_completion.d/weir               for everybody
              weir completion zsh > "${fpath[1]}/_weir"
              weir completion fish > ~/.config/fish/completions/weir.fish
            """
        )
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(
                ShellScripts.Of(parsed.GetRequiredValue(shell))
            );
            return CommandLine.Ok;
        });
        return command;
    }
}
