// weir status: what a running Weir is doing, once.
using System.CommandLine;
using System.Text.Json;
using Weir.Admin.Views;

namespace Weir.Commands;

/// <summary><c>weir status [--json]</c></summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("status", "Show what a running Weir is doing") { json };
        AdminCommand.Extend(
            command,
            (client, parsed) =>
            {
                TextWriter output = parsed.InvocationConfiguration.Output;
                if (client.Send(HttpMethod.Get, "api/v1/status") is not { } body)
                {
                    return CommandLine.Failed;
                }

                if (parsed.GetValue(json))
                {
                    output.WriteLine(body);
                    return CommandLine.Ok;
                }

                try
                {
                    StatusView? status = JsonSerializer.Deserialize(
                        body,
                        CommandJson.Default.StatusView
                    );
                    StatusTable.Print(status!, output); // the API never answers null
                    return CommandLine.Ok;
                }
                catch (JsonException)
                {
                    parsed.InvocationConfiguration.Error.WriteLine(
                        "weir: what answers there is not Weir, or one of another version"
                    );
                    return CommandLine.Failed;
                }
            }
        );
        return command;
    }
}
