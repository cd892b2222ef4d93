// Where the admin API of a running Weir is, as a command is told.
using System.CommandLine;
using Weir.Configuration;
using Weir.Configuration.Values;
using Weir.Hosting;

namespace Weir.Commands.Instance;

/// <summary>An address to connect to, and the token to show.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Token">Null when none is needed.</param>
internal sealed record AdminTarget(string Address, string? Token)
{
    public const string AddressVariable = "WEIR_ADMIN";
    public const string TokenVariable = "WEIR_TOKEN";

    /// <summary>
    /// Takes <c>--admin</c>, else what <paramref name="file"/> says, else <c>WEIR_ADMIN</c>, else what the configuration in its usual place
    /// says, else the default. Null after saying what is wrong on <paramref name="error"/>.
    /// </summary>
    public static AdminTarget? Find(string? file, string? admin, TextWriter error)
    {
        string? named = admin ?? (file is null ? AddressFromEnvironment(error) : null);
        if (named is { Length: 0 })
        {
            return null;
        }

        string? address = named is null ? null : HostAndPort(named);
        return file is null ? FindByPlace(address, error) : FindByFile(file, address, error);
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
            if (!IsGood(text))
            {
                result.AddError($"--admin takes HOST:PORT, such as 127.0.0.1:9001, not \"{text}\"");
            }
        });

    /// <summary>What is given as a URL is an address all the same.</summary>
    public static string HostAndPort(string text)
    {
        const string scheme = "http://";
        return text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? text[scheme.Length..].TrimEnd('/')
            : text;
    }

    public static string? TokenFromEnvironment() =>
        Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null;

    private static AdminTarget? FindByFile(string file, string? address, TextWriter error)
    {
        LoadedConfig? loaded = ConfigSource.Load(
            file,
            ConfigSource.FromEnvironment(),
            out string? problem
        );
        if (loaded is null)
        {
            error.WriteLine("weir: " + problem);
            return null;
        }

        AdminSection section = AdminSection.Of(loaded);
        address ??= section.AddressOrTell(error);
        return address is null
            ? null
            : new AdminTarget(address, section.Token ?? TokenFromEnvironment());
    }

    // Whoever may not read the file of the service may still ask an API that wants no token.
    private static AdminTarget? FindByPlace(string? address, TextWriter error)
    {
        string? place = ConfigSource.Find(null);
        LoadedConfig? loaded = place is null
            ? null
            : ConfigSource.Load(place, ConfigSource.FromEnvironment(), out _);
        if (loaded is null)
        {
            address ??= place is null ? null : RuntimeFile.AdminAddressOf(place);
            return new AdminTarget(address ?? Defaults.AdminAddress, TokenFromEnvironment());
        }

        AdminSection section = AdminSection.Of(loaded);
        address ??= section.AddressOrTell(error);
        if (address is null)
        {
            return null;
        }

        // The token of a file that nobody named goes to no address but that file's.
        bool isItsOwn = string.Equals(address, section.Address, StringComparison.Ordinal);
        return new AdminTarget(
            address,
            TokenFromEnvironment() ?? (isItsOwn ? section.Token : null)
        );
    }

    // Empty after saying that it is no address.
    private static string? AddressFromEnvironment(TextWriter error)
    {
        if (Environment.GetEnvironmentVariable(AddressVariable) is not { Length: > 0 } text)
        {
            return null;
        }

        if (IsGood(text))
        {
            return text;
        }

        error.WriteLine(
            $"weir: {AddressVariable} must be HOST:PORT, such as 127.0.0.1:9001, not \"{text}\""
        );
        return "";
    }

    private static bool IsGood(string text)
    {
        string address = HostAndPort(text);
        return Uri.TryCreate($"http://{address}/", UriKind.Absolute, out Uri? uri)
            && string.Equals(uri.AbsolutePath, "/", StringComparison.Ordinal)
            && address.LastIndexOf(':') > address.LastIndexOf(']');
    }
}
