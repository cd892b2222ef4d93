// weir drain, ready and maint: runtime control of one backend.
using System.CommandLine;
using Weir.Admin.Views;
using Weir.Commands.Completion;

namespace Weir.Commands;

/// <summary><c>weir drain|ready|maint CLUSTER/BACKEND</c></summary>
internal static class BackendCommand
{
    public static Command Build(string action, string description)
    {
        var backend = new Argument<string>("CLUSTER/BACKEND")
        {
            Description =
                "A cluster and the address of a backend in it as configured, such as default/127.0.0.1:9100",
        };
        backend.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash <= 0 || slash == text.Length - 1)
            {
                result.AddError(
                    $"\"{text}\" is no CLUSTER/BACKEND, such as default/127.0.0.1:9100; weir status lists them"
                );
            }
        });
        var command = new WeirCommand(
            action,
            description,
            $"""
            Examples:
              weir {action} default/127.0.0.1:9100
              weir {action} api/unix:/run/api.sock -c /etc/weir/weir.json
            """
        )
        {
            backend,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand admin = AdminCommand.Extend(
            command,
            (client, parsed) =>
                Run(client, parsed, action, parsed.GetRequiredValue(backend), format.IsJson(parsed))
        );
        BackendNames.Complete(backend, admin);
        return command;
    }

    private static int Run(
        AdminClient client,
        ParseResult parsed,
        string action,
        string name,
        bool asJson
    )
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string cluster = Uri.EscapeDataString(name[..slash]);
        string address = Uri.EscapeDataString(name[(slash + 1)..]);
        string path = $"api/v1/clusters/{cluster}/backends/{address}/{action}";
        if (client.Send(HttpMethod.Post, path) is not { } body)
        {
            return CommandLine.Failed;
        }

        // It was done, whatever the answer looks like.
        BackendView? now = AdminClient.Parse(body, CommandJson.Default.BackendView);
        parsed.InvocationConfiguration.Output.WriteLine(
            asJson ? body
            : now is null ? $"{name}: {action}"
            : $"{name}: {now.State} ({now.Health}, {now.InUse} in use)"
        );
        return CommandLine.Ok;
    }
}
