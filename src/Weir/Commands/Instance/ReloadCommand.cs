// weir reload: has a running Weir read its file again.
using System.CommandLine;
using Weir.Admin.Views;
using Weir.Configuration.Values;

namespace Weir.Commands.Instance;

/// <summary><c>weir reload</c></summary>
internal static class ReloadCommand
{
    public static Command Build()
    {
        var command = new WeirCommand(
            "reload",
            "Have a running Weir read its configuration again",
            """
            It applies the file as a whole or not at all: problems are printed as `weir check` prints them, and the old configuration
            stays in force. Connections are kept either way.

            Examples:
              weir check -c /etc/weir/weir.json && weir reload
              weir reload --admin 127.0.0.1:9001 -o json
              weir reload --reason "more backends for the sale"
            """
        );
        Option<string?> reason = CommonOptions.Reason();
        command.Options.Add(reason);
        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand.Extend(
            command,
            (client, parsed) => Run(client, parsed, parsed.GetValue(reason), format.IsJson(parsed))
        );
        return command;
    }

    private static int Run(AdminClient client, ParseResult parsed, string? reason, bool asJson)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        string? sent = CommonOptions.ReasonBody(reason);
        if (
            client.Send(HttpMethod.Post, "api/v1/reload", out string? refusal, sent) is not { } body
        )
        {
            if (asJson && refusal is not null)
            {
                output.WriteLine(refusal);
            }

            return CommandLine.Failed;
        }

        if (asJson)
        {
            output.WriteLine(body);
            return CommandLine.Ok;
        }

        // It was applied, whatever the answer looks like.
        ReloadView? reload = AdminClient.Parse(body, CommandJson.Default.ReloadView);
        foreach (string warning in reload?.Warnings ?? [])
        {
            parsed.InvocationConfiguration.Error.WriteLine(ShownText.Escape(warning));
        }

        output.WriteLine("reloaded");
        return CommandLine.Ok;
    }
}
