// Writes a configuration as it is in force: every value that has an effect resolved, in the long form, valid input again.

using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>From records back to text.</summary>
public static class ConfigWriter
{
    /// <summary>Stands in the place of every secret.</summary>
    public const string Mask = "***";

    /// <summary>Indented JSON with secrets masked. Whatever it contains is text from the configuration: escape it
    /// before it goes into a page.</summary>
    public static string Write(WeirConfig config) => Write(config, Mask);

    /// <summary>With the secrets themselves, to read it again.</summary>
    internal static string WriteWithSecrets(WeirConfig config) => Write(config, mask: null);

    private static string Write(WeirConfig config, string? mask)
    {
        ArgumentNullException.ThrowIfNull(config);
        return JsonText.OfObject(json => RootKeys.All.WriteMembers(json, config, mask));
    }
}
