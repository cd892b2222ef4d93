// weir drain, ready and maint: runtime control of one backend.
using System.CommandLine;
using Weir.Admin.Views;
using Weir.Commands.Completion;

namespace Weir.Commands.Instance;

/// <summary><c>weir drain|ready|maint CLUSTER/BACKEND [--reason TEXT]</c>; drain has <c>--wait</c> and <c>--timeout</c> as well.</summary>
internal sealed class BackendCommand
{
    private readonly string _action;
    private readonly Argument<string> _backend = BackendArgument.Build();
    private readonly Option<string?> _reason = CommonOptions.Reason();

    private readonly Option<bool> _wait = new("--wait", "-w")
    {
        Description = "Come back once nothing is in use any more",
    };

    private readonly Option<int> _timeout = new("--timeout")
    {
        HelpName = "SECONDS",
        Description = "With --wait: give up after so long, and fail; 0: never",
    };

    private BackendCommand(string action) => _action = action;

    public static Command Build(string action, string description)
    {
        var self = new BackendCommand(action);
        var command = new WeirCommand(action, description, self.Details())
        {
            self._backend,
            self._reason,
        };
        if (self.CanWait)
        {
            command.Options.Add(self._wait);
            command.Options.Add(self._timeout);
            self._timeout.Validators.Add(static result =>
            {
                if (result.Tokens.Count > 0 && result.Tokens[0].Value.StartsWith('-'))
                {
                    result.AddError("--timeout takes a number of seconds from 0");
                }
            });
        }

        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand admin = AdminCommand.Extend(
            command,
            (client, parsed) => self.Run(client, parsed, format.IsJson(parsed))
        );
        BackendNames.Complete(self._backend, admin);
        return command;
    }

    private bool CanWait => _action is "drain";

    private string Details() =>
        $"""
            The log's operator event keeps who did it and why.

            Examples:
              weir {_action} default/127.0.0.1:9100 --reason "kernel update"
              weir {_action} api/unix:/run/api.sock -c /etc/weir/weir.json
            """
        + (CanWait ? "\n  weir drain web/10.0.0.7:80 --wait --timeout 300 && reboot-it" : "");

    private int Run(AdminClient client, ParseResult parsed, bool asJson)
    {
        string name = parsed.GetRequiredValue(_backend);
        string? body = client.Send(
            HttpMethod.Post,
            BackendArgument.Path(name, _action),
            out _,
            CommonOptions.ReasonBody(parsed.GetValue(_reason))
        );
        if (body is null)
        {
            return CommandLine.Failed;
        }

        TextWriter output = parsed.InvocationConfiguration.Output;
        if (CanWait && parsed.GetValue(_wait))
        {
            return new DrainWait(client, name, output)
            {
                Limit = parsed.GetValue(_timeout) is > 0 and var seconds
                    ? TimeSpan.FromSeconds(seconds)
                    : null,
                AsJson = asJson,
            }.Run();
        }

        // It was done, whatever the answer looks like.
        BackendView? now = AdminClient.Parse(body, CommandJson.Default.BackendView);
        output.WriteLine(
            asJson ? body
            : now is null ? $"{name}: {_action}"
            : Describe(name, now)
        );
        return CommandLine.Ok;
    }

    /// <summary>A backend's state in one line.</summary>
    public static string Describe(string name, BackendView now) =>
        $"{name}: {now.State} ({now.Health}, {now.InUse} in use)";
}
