// Reads a configuration: text to tree, command line into the tree, tree to records. All problems are told at once.

using Weir.Proxy.Configuration.Reading;
using Weir.Proxy.Configuration.Source;

namespace Weir.Proxy.Configuration;

/// <summary>The only way from text to <see cref="WeirConfig"/>.</summary>
public static class ConfigReader
{
    /// <param name="text">JSON with comments and trailing commas; null without a file.</param>
    /// <param name="fileName">As given, for the problems.</param>
    /// <param name="options">What else has a say.</param>
    /// <returns>Never throws for anything that the text or the options contain.</returns>
    public static ConfigReadResult Read(string? text, string fileName, ConfigReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProblemList problems = new(fileName);
        if (NodeParser.ParseFile(text ?? "{}", problems, options.Environment) is not { } root)
            return new ConfigReadResult(null, problems.InFileOrder());
        new TreeOverrides(root, problems, options).Apply();
        WeirConfig config = RootReader.Read(new ReadContext(problems), root);
        return new ConfigReadResult(problems.HasErrors ? null : config, problems.InFileOrder())
        {
            Origins = ConfigOrigins.Of(root, fileName),
        };
    }
}
