// The common part of all commands that call the admin API.
using System.CommandLine;

namespace Weir.Commands.Instance;

/// <summary>Adds the options that say where the admin API is, and opens a client by them.</summary>
internal sealed class AdminCommand
{
    private readonly Option<string?> _config = CommonOptions.Config(
        "The configuration whose admin.address and admin.token are used"
    );

    private readonly Option<string?> _admin = CommonOptions.Admin();

    private AdminCommand() => AdminTarget.Validate(_admin);

    /// <summary>Adds the options to <paramref name="command"/>; <paramref name="act"/> runs with an open client and
    /// returns the exit code.</summary>
    public static AdminCommand Extend(Command command, Func<AdminClient, ParseResult, int> act)
    {
        var options = new AdminCommand();
        command.Options.Add(options._config);
        command.Options.Add(options._admin);
        command.SetAction(parsed =>
        {
            TextWriter error = parsed.InvocationConfiguration.Error;
            AdminTarget? target = options.Target(parsed, error);
            if (target is null)
            {
                return CommandLine.Failed;
            }

            using var client = new AdminClient(target, error);
            return act(client, parsed);
        });
        return options;
    }

    /// <summary>Where the admin API is by this command line; null after saying what is wrong.</summary>
    public AdminTarget? Target(ParseResult parsed, TextWriter error) =>
        AdminTarget.Find(parsed.GetValue(_config), parsed.GetValue(_admin), error);
}
