// weir drain, ready and maint: runtime control of one backend.
using System.CommandLine;
using System.Text.Json;

namespace Weir.Commands;

/// <summary><c>weir drain|ready|maint CLUSTER/BACKEND</c></summary>
internal static class BackendCommand
{
    public static Command Build(string action, string description)
    {
        var backend = new Argument<string>("CLUSTER/BACKEND")
        {
            Description = "Such as default/127.0.0.1:9100",
        };
        backend.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash <= 0 || slash == text.Length - 1)
            {
                result.AddError(
                    $"\"{text}\" is no CLUSTER/BACKEND, such as default/127.0.0.1:9100"
                );
            }
        });
        var command = new Command(action, description) { backend };
        AdminCommand.Extend(
            command,
            (client, parsed) =>
            {
                string name = parsed.GetRequiredValue(backend);
                int slash = name.IndexOf('/', StringComparison.Ordinal);
                string cluster = Uri.EscapeDataString(name[..slash]);
                string address = Uri.EscapeDataString(name[(slash + 1)..]);
                string path = $"api/v1/clusters/{cluster}/backends/{address}/{action}";
                if (client.Send(HttpMethod.Post, path) is not { } body)
                {
                    return CommandLine.Failed;
                }

                parsed.InvocationConfiguration.Output.WriteLine(
                    $"{name}: {Describe(body, action)}"
                );
                return CommandLine.Ok;
            }
        );
        return command;
    }

    private static string Describe(string body, string action)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CommandJson.Default.BackendView) is { } now
                ? $"{now.State} ({now.Health}, {now.InUse} in use)"
                : action;
        }
        catch (JsonException)
        {
            return action;
        }
    }
}
