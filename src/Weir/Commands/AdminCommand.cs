// The common part of all commands that call the admin API.
using System.CommandLine;

namespace Weir.Commands;

/// <summary>Adds the options that say where the admin API is, and opens a client by them.</summary>
internal sealed class AdminCommand
{
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _admin = CommonOptions.Admin();

    /// <summary>Adds the options to <paramref name="command"/>; <paramref name="act"/> runs with an open client and
    /// returns the exit code.</summary>
    public static void Extend(Command command, Func<AdminClient, ParseResult, int> act)
    {
        var options = new AdminCommand();
        AdminTarget.Validate(options._admin);
        command.Options.Add(options._config);
        command.Options.Add(options._admin);
        command.SetAction(parsed =>
        {
            TextWriter error = parsed.InvocationConfiguration.Error;
            AdminTarget? target = AdminTarget.Find(
                parsed.GetValue(options._config),
                parsed.GetValue(options._admin),
                error
            );
            if (target is null)
            {
                return CommandLine.Failed;
            }

            using var client = new AdminClient(target, error);
            return act(client, parsed);
        });
    }
}
