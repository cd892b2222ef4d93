// Finds and reads the configuration, for every command alike.
using System.Text;
using Weir.Proxy.Configuration;

namespace Weir.Commands;

/// <summary>From the command line to a configuration.</summary>
internal static class ConfigSource
{
    private const string Remedy = "give one with -c FILE";

    /// <summary>Where a file is looked for when none is given, in this order.</summary>
    public static readonly string[] DefaultFiles = ["./weir.json", "/etc/weir/weir.json"];

    /// <summary>The file given, or the first default one that exists; null when there is none.</summary>
    public static string? Find(string? given) => given ?? Array.Find(DefaultFiles, File.Exists);

    /// <summary>Reads <paramref name="file"/> (null: nothing but the overrides). Returns null when it cannot be read;
    /// <paramref name="problem"/> then says why and what helps.</summary>
    public static LoadedConfig? Load(string? file, ConfigReadOptions overrides, out string? problem)
    {
        problem = null;
        if (file is null)
        {
            return new(null, [], false, ConfigReader.Read(null, "command line", overrides));
        }

        try
        {
            byte[] content = ReadAll(file, out bool isWatchable);
            ConfigReadResult result = ConfigReader.Read(
                Encoding.UTF8.GetString(content),
                file,
                overrides
            );
            return new LoadedConfig(file, content, isWatchable, result);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = Explain(file, failure);
            return null;
        }
    }

    /// <summary>A configuration without errors; null after its problems were told.</summary>
    public static LoadedConfig? LoadOrTell(string file, TextWriter error)
    {
        LoadedConfig? loaded = Load(file, FromEnvironment(), out string? problem);
        if (problem is not null)
        {
            error.WriteLine("weir: " + problem);
        }

        if (loaded is { Config: null })
        {
            foreach (ConfigProblem each in loaded.Result.Problems)
            {
                error.WriteLine(each);
            }
        }

        return loaded?.Config is null ? null : loaded;
    }

    /// <summary>Says that no file was found, and what helps.</summary>
    public static string NotFound(string remedy = Remedy) =>
        $"no configuration file: looked for {string.Join(" and ", DefaultFiles)}; {remedy}";

    /// <summary>Options that take the environment in and nothing else.</summary>
    public static ConfigReadOptions FromEnvironment() =>
        new() { Environment = Environment.GetEnvironmentVariable };

    private static byte[] ReadAll(string file, out bool isWatchable)
    {
        using FileStream stream = File.OpenRead(file);
        isWatchable = stream.CanSeek;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string Explain(string file, Exception failure) =>
        failure switch
        {
            FileNotFoundException or DirectoryNotFoundException =>
                $"no such configuration file: {file}; check the path after -c",
            UnauthorizedAccessException when Directory.Exists(file) =>
                $"{file} is a directory; -c takes a file",
            UnauthorizedAccessException =>
                $"cannot read {file}: permission denied; make it readable for this user",
            _ => $"cannot read {file}: {failure.Message}",
        };
}
