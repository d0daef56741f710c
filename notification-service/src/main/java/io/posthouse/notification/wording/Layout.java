package io.posthouse.notification.wording;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Lays a draft out as text and as HTML. Every value is escaped in HTML. */
@Component
public class Layout {

  private final SpringTemplateEngine html = engine(TemplateMode.HTML, ".html");
  private final SpringTemplateEngine text = engine(TemplateMode.TEXT, ".txt");
  private final Phrases phrases;
  private final SiteProperties site;

  Layout(Phrases phrases, SiteProperties site) {
    this.phrases = phrases;
    this.site = site;
  }

  private static SpringTemplateEngine engine(TemplateMode mode, String suffix) {
    ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("wording/");
    resolver.setSuffix(suffix);
    resolver.setTemplateMode(mode);
    resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
    resolver.setCacheable(true);
    SpringTemplateEngine engine = new SpringTemplateEngine();
    engine.setTemplateResolver(resolver);
    return engine;
  }

  /** Both languages of a notice. */
  public Wordings lay(Function<Language, Draft> drafts) {
    return new Wordings(
        lay(Language.EN, drafts.apply(Language.EN)), lay(Language.ZH, drafts.apply(Language.ZH)));
  }

  private Wording lay(Language language, Draft draft) {
    List<String> paragraphs = draft.paragraphs();
    Context context = new Context(language.locale());
    context.setVariable("language", language.tag());
    context.setVariable("brand", site.brand().name());
    context.setVariable("url", requireNonNull(site.publicUrl()));
    context.setVariable("title", draft.title());
    context.setVariable("first", paragraphs.getFirst());
    context.setVariable("facts", draft.facts());
    context.setVariable("rest", paragraphs.subList(1, paragraphs.size()));
    context.setVariable("closing", phrases.get(language, "closing", site.brand().name()));
    return new Wording(
        draft.title(),
        text.process("notice", context).strip() + "\n",
        html.process("notice", context));
  }
}
