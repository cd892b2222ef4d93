// weir version.
using System.CommandLine;

namespace Weir.Commands;

/// <summary><c>weir version</c></summary>
internal static class VersionCommand
{
    /// <summary>Major, minor and patch.</summary>
    public static string Text { get; } =
        typeof(VersionCommand).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static Command Build()
    {
        var command = new Command("version", "Print the version");
        ResultFormat format = ResultFormat.AddTo(command);
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(
                format.IsJson(parsed) ? $$"""{"version":"{{Text}}"}""" : $"weir {Text}"
            );
            return CommandLine.Ok;
        });
        return command;
    }
}
