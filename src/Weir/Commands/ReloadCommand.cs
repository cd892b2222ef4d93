// weir reload: has a running Weir read its file again.
using System.CommandLine;
using System.Text.Json;

namespace Weir.Commands;

/// <summary><c>weir reload</c></summary>
internal static class ReloadCommand
{
    public static Command Build()
    {
        var command = new Command("reload", "Have a running Weir read its configuration again");
        AdminCommand.Extend(
            command,
            static (client, parsed) =>
            {
                if (client.Send(HttpMethod.Post, "api/v1/reload") is not { } body)
                {
                    return CommandLine.Failed;
                }

                TellWarnings(body, parsed.InvocationConfiguration.Error);
                parsed.InvocationConfiguration.Output.WriteLine("reloaded");
                return CommandLine.Ok;
            }
        );
        return command;
    }

    private static void TellWarnings(string body, TextWriter error)
    {
        try
        {
            var reload = JsonSerializer.Deserialize(body, CommandJson.Default.ReloadView);
            foreach (string warning in reload?.Warnings ?? [])
            {
                error.WriteLine(warning);
            }
        }
        catch (JsonException)
        {
            // It was applied, whatever the answer looks like.
        }
    }
}
