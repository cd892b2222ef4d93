// Reads a configuration: text to tree, command line into the tree, tree to records. All problems are told at once.

using Weir.Configuration.Keys;
using Weir.Configuration.Origins;
using Weir.Configuration.Process;
using Weir.Configuration.Source;
using Weir.Configuration.Types;

namespace Weir.Configuration;

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
        var overrides = new TreeOverrides(root, problems, options);
        overrides.Apply();
        var context = new ReadContext(problems)
        {
            Guesses = new KeyGuesses([RootKeys.All, .. RootKeys.Sections]),
            SecondListen = overrides.SecondListen,
        };
        WeirConfig config = RootReader.Read(context, root);
        return problems.HasErrors
            ? new ConfigReadResult(null, problems.InFileOrder())
            : new ConfigReadResult(config, problems.InFileOrder())
            {
                Origins = ConfigOrigins.Of(root, fileName),
            };
    }

    /// <summary>
    /// The admin section of a file that has errors, for commands that must reach a running instance all the same. Its address is null
    /// where that is <c>off</c>. Null when the file does not tell: its JSON ends before the section, or the address itself is wrong.
    /// </summary>
    public static AdminConfig? ReadAdmin(string text, ConfigReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProblemList problems = new("");
        if (
            NodeParser.ParseBeginning(text, problems, options.Environment) is not { } root
            || root.Kind != NodeKind.Object
        )
            return null;
        bool isWhole = NodeParser.ParseFile(text, problems, options.Environment) is not null;
        if (root.Find(RootKeys.Admin.Name) is null && !isWhole)
            return null;
        ReadContext context = new(problems);
        SectionReader section = new SectionReader(context, root, RootKeys.All).Section(
            RootKeys.Admin,
            AdminKeys.All
        );
        AdminConfig admin = AdminKeys.All.Read(section, AdminKeys.All.Initial);
        bool isOff =
            section.Member(AdminKeys.Address)?.Value is { Kind: NodeKind.Text, Text: KeyTypes.Off };
        return admin.Address is null && !isOff ? null : admin;
    }
}
