// Finds and reads the configuration, for every command alike.
using System.Text;
using Weir.Configuration;
using Weir.Linux;
using Weir.Reload;

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

        FileContent read = FileReader.Read(file);
        if (read.Fault != InputFault.None)
        {
            problem = Explain(file, read);
            return null;
        }

        ConfigReadResult result = ConfigReader.Read(
            Encoding.UTF8.GetString(read.Bytes),
            file,
            overrides
        );
        return new LoadedConfig(file, read.Bytes, read.IsRegular, result);
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
            ProblemPrinter.Print(loaded.Result.Problems, file, error);
        }

        return loaded?.Config is null ? null : loaded;
    }

    /// <summary>Says that no file was found, and what helps.</summary>
    public static string NotFound(string remedy = Remedy) =>
        $"no configuration file: looked for {string.Join(" and ", DefaultFiles)}; {remedy}";

    /// <summary>Options that take the environment in and nothing else.</summary>
    public static ConfigReadOptions FromEnvironment() =>
        new() { Environment = Environment.GetEnvironmentVariable };

    private static string Explain(string file, in FileContent read) =>
        read.Fault switch
        {
            InputFault.Missing => $"no such configuration file: {file}; check the path",
            InputFault.IsDirectory =>
                $"{file} is a directory; give a FILE, such as {Path.Combine(file, "weir.json")}",
            InputFault.Denied =>
                $"cannot read {file}: permission denied; make it readable for this user",
            _ => $"cannot read {file}: {read.Problem}",
        };
}
