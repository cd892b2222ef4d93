// Where the admin API of a running Weir is, as a command is told.
using System.CommandLine;
using Weir.Proxy.Configuration;

namespace Weir.Commands;

/// <summary>An address to connect to, and the token to show.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Token">Null when none is needed.</param>
internal sealed record AdminTarget(string Address, string? Token)
{
    /// <summary>Takes <c>--admin</c>, else the admin section of <c>-c</c>, else the default. Null after saying what is
    /// wrong on <paramref name="error"/>.</summary>
    public static AdminTarget? Find(string? file, string? admin, TextWriter error)
    {
        if (file is null)
        {
            return new AdminTarget(admin ?? Defaults.AdminAddress, null);
        }

        if (ConfigSource.LoadOrTell(file, error)?.Config is not { } config)
        {
            return null;
        }

        string? address = admin ?? Connectable(config.Admin.Address);
        if (address is null)
        {
            error.WriteLine(
                config.Admin.Address is null
                    ? $"weir: the admin API is off in {file}"
                    : $"weir: {file} leaves the admin port to the system; give --admin HOST:PORT"
            );
            return null;
        }

        return new AdminTarget(address, config.Admin.Token);
    }

    /// <summary>Every address is reached by the loopback one.</summary>
    public static string? Connectable(EndpointAddress? bound) =>
        bound switch
        {
            null or { Port: 0 } => null,
            { Host: "0.0.0.0" } => $"127.0.0.1:{bound.Port}",
            { Host: "::" } => $"[::1]:{bound.Port}",
            _ => bound.Text,
        };

    /// <summary>Refuses what is no <c>HOST:PORT</c> as wrong usage.</summary>
    public static void Validate(Option<string?> admin) =>
        admin.Validators.Add(static result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            bool isGood =
                Uri.TryCreate($"http://{text}/", UriKind.Absolute, out Uri? uri)
                && string.Equals(uri.AbsolutePath, "/", StringComparison.Ordinal)
                && text.LastIndexOf(':') > text.LastIndexOf(']');
            if (!isGood)
            {
                result.AddError($"--admin takes HOST:PORT, such as 127.0.0.1:9001, not \"{text}\"");
            }
        });
}
